export const session = {
  title: "Sign in",
  hint: "Call centre",
  username: "User name",
  password: "Password",
  showPassword: "Show or hide the password",
  signIn: "Sign in",
  language: "Language",
};
