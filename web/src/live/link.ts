/** The tab's one websocket: follows topics, keeps their state, comes back by itself. */
import { reconnectDelay } from "./backoff";
import { apply, NOTHING_YET, type ServerMessage, type Topic } from "./reducer";

export type LinkState = "idle" | "connecting" | "up" | "down";

const PING_MS = 20_000;
const SILENCE_MS = 45_000;
const SETTLED_MS = 10_000;
const CLOSE_SIGNED_OUT = 4401;

interface Followed {
  topic: Topic;
  followers: number;
  listeners: Set<() => void>;
}

export class LiveLink {
  #socket: WebSocket | null = null;
  #topics = new Map<string, Followed>();
  #state: LinkState = "idle";
  #stateListeners = new Set<() => void>();
  #attempt = 0;
  #heardAt = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #pinger: ReturnType<typeof setInterval> | undefined;
  #settler: ReturnType<typeof setTimeout> | undefined;
  #wanted = false;
  readonly #url: () => string;
  onSignedOut: () => void = () => {};

  constructor(url: () => string) {
    this.#url = url;
  }

  /** Connect, and stay connected until `stop`. */
  start(): void {
    if (this.#wanted) return;
    this.#wanted = true;
    this.#attempt = 0;
    this.#connect();
    window.addEventListener("online", this.#retryNow);
  }

  /** Close and forget everything: the next user must not see what this one followed. */
  stop(): void {
    this.#wanted = false;
    window.removeEventListener("online", this.#retryNow);
    clearTimeout(this.#timer);
    this.#drop();
    for (const followed of this.#topics.values()) this.#store(followed, NOTHING_YET);
    this.#setState("idle");
  }

  state = (): LinkState => this.#state;

  onState = (listener: () => void): (() => void) => {
    this.#stateListeners.add(listener);
    return () => this.#stateListeners.delete(listener);
  };

  read = (name: string): Topic => this.#topics.get(name)?.topic ?? NOTHING_YET;

  /** Follow a topic as long as the returned function is not called; `listener` hears changes. */
  follow(name: string, listener: () => void): () => void {
    let followed = this.#topics.get(name);
    if (!followed) {
      followed = { topic: NOTHING_YET, followers: 0, listeners: new Set() };
      this.#topics.set(name, followed);
    }
    const known = followed;
    known.followers += 1;
    known.listeners.add(listener);
    if (known.followers === 1) this.#send({ type: "follow", topic: name });
    return () => {
      known.followers -= 1;
      known.listeners.delete(listener);
      if (known.followers > 0 || this.#topics.get(name) !== known) return;
      this.#topics.delete(name);
      this.#send({ type: "unfollow", topic: name });
    };
  }

  #retryNow = (): void => {
    if (!this.#wanted || this.#state === "up") return;
    clearTimeout(this.#timer);
    this.#drop();
    this.#attempt = 0;
    this.#connect();
  };

  #connect(): void {
    this.#setState(this.#attempt === 0 ? "connecting" : "down");
    const socket = new WebSocket(this.#url());
    this.#socket = socket;
    socket.onopen = () => {
      this.#heardAt = Date.now();
      // A server that takes us and drops us at once must not be asked four times a second.
      this.#settler = setTimeout(() => {
        this.#attempt = 0;
      }, SETTLED_MS);
      this.#setState("up");
      for (const name of this.#topics.keys()) this.#send({ type: "follow", topic: name });
      this.#pinger = setInterval(() => this.#checkPulse(), PING_MS);
    };
    socket.onmessage = (event) => {
      this.#heardAt = Date.now();
      this.#take(JSON.parse(String(event.data)) as ServerMessage);
    };
    socket.onclose = (event) => {
      if (this.#socket !== socket) return;
      this.#drop();
      if (event.code === CLOSE_SIGNED_OUT) {
        this.#setState("down");
        this.onSignedOut();
        return;
      }
      this.#reconnectLater();
    };
  }

  #reconnectLater(): void {
    if (!this.#wanted) return;
    this.#setState("down");
    this.#timer = setTimeout(() => this.#connect(), reconnectDelay(this.#attempt, Math.random()));
    this.#attempt += 1;
  }

  /** A cable that was pulled closes nothing: silence is the only sign. */
  #checkPulse(): void {
    if (Date.now() - this.#heardAt > SILENCE_MS) {
      this.#drop();
      this.#reconnectLater();
      return;
    }
    this.#send({ type: "ping" });
  }

  #take(message: ServerMessage): void {
    if (message.type === "pong" || message.type === "error") return;
    const followed = this.#topics.get(message.topic);
    if (!followed) return;
    const step = apply(followed.topic, message);
    this.#store(followed, step.topic);
    if (step.hole) this.#send({ type: "follow", topic: message.topic });
  }

  #store(followed: Followed, topic: Topic): void {
    if (followed.topic === topic) return;
    followed.topic = topic;
    for (const listener of [...followed.listeners]) listener();
  }

  #send(message: object): void {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(message));
  }

  #drop(): void {
    clearInterval(this.#pinger);
    clearTimeout(this.#settler);
    const socket = this.#socket;
    this.#socket = null;
    socket?.close();
  }

  #setState(state: LinkState): void {
    if (this.#state === state) return;
    this.#state = state;
    for (const listener of [...this.#stateListeners]) listener();
  }
}

function eventsUrl(): string {
  const scheme = location.protocol === "https:" ? "wss" : "ws";
  return `${scheme}://${location.host}/api/v1/events`;
}

export const live = new LiveLink(eventsUrl);
