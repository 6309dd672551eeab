// Unsafe methods need the session's CSRF token; "Try it out" sends it as the app does.
const session = fetch("/api/v1/session")
  .then((answer) => (answer.ok ? answer.json() : null))
  .catch(() => null);

window.SwaggerUIBundle({
  dom_id: "#docs",
  url: "/api/v1/openapi.json",
  deepLinking: true,
  validatorUrl: null,
  requestInterceptor: async (request) => {
    const signedIn = await session;
    if (signedIn) request.headers["X-CSRF-Token"] = signedIn.csrf_token;
    return request;
  },
});
