// The websocket of an area: hears its rooms, notices what it missed by the rooms' numbers, and asks for it.
import { io, type Socket } from "socket.io-client";
import { ref, type Ref } from "vue";
import { Away, type Json } from "./api";

export interface Push {
  room: string;
  seq: number;
  at: string;
  body: Json;
}
export interface Ears {
  // Something happened: the push's name and what it says.
  heard: (name: string, push: Push) => void;
  // Too much was missed, or the page is new: the whole picture.
  snapshot: (picture: Json) => void;
}
interface Resumed {
  rooms: Record<string, number>;
  missed: (Push & { name: string })[];
  snapshot?: Json;
}

export class Live {
  readonly isThere: Ref<boolean> = ref(false);
  private readonly socket: Socket;
  private seen: Record<string, number> = {};

  constructor(namespace: string, private readonly ears: Ears) {
    this.socket = io(namespace, { transports: ["websocket"], reconnectionDelay: 300, reconnectionDelayMax: 4000 });
    this.socket.on("connect", () => this.resume());
    this.socket.on("disconnect", () => (this.isThere.value = false));
    this.socket.onAny((name: string, push: Push) => this.take(name, push));
  }

  close(): void {
    this.socket.close();
  }

  // Ask over the open socket, which is half the way of a request of its own. Gives nothing where the socket is not
  // there or goes meanwhile: whoever asks then goes the other way, by the same id.
  ask<T>(name: string, body: Json, patienceMs: number): Promise<T | null> {
    if (!this.socket.connected) return Promise.resolve(null);
    return new Promise((answered, late) => {
      this.socket.timeout(patienceMs).emit(name, body, (error: unknown, answer: T) => {
        if (!error) return answered(answer);
        if (!this.socket.connected) return answered(null);
        this.socket.disconnect().connect(); // it may be open at this end only
        late(new Away("no answer"));
      });
    });
  }

  private take(name: string, push: Push): void {
    const last = this.seen[push.room];
    if (last === undefined || push.seq > last + 1) return this.resume();
    if (push.seq <= last) return;
    this.seen[push.room] = push.seq;
    this.ears.heard(name, push);
  }

  private resume(): void {
    this.socket.timeout(10_000).emit("resume", { rooms: this.seen }, (error: unknown, answer: Resumed) => {
      if (error || !answer.rooms) return void this.socket.disconnect().connect();
      this.seen = answer.rooms;
      if (answer.snapshot) this.ears.snapshot(answer.snapshot);
      else for (const push of answer.missed) this.ears.heard(push.name, push);
      this.isThere.value = true;
    });
  }
}
