// One page an area of the store, each with its own entry and chunks: a handheld loads nothing of the desk.
import { resolve } from "node:path";
import vue from "@vitejs/plugin-vue";
import { defineConfig } from "vite";
import { catalogue } from "./build/catalogue";
import { worker } from "./build/worker";

const AREAS = ["handheld", "stall", "outbound", "rider", "display", "desk"]; // a page each: <area>.html and src/<area>/main.ts

export default defineConfig({
  base: "/app/",
  plugins: [
    vue(),
    catalogue(resolve(__dirname, "../../config/messages")),
    worker("handheld", resolve(__dirname, "src/worker/worker.ts"), ["/app/icon.svg", "/app/handheld.webmanifest"]),
  ],
  resolve: { alias: { "@": resolve(__dirname, "src") } },
  define: { __INTLIFY_PROD_DEVTOOLS__: false, __VUE_I18N_LEGACY_API__: false },
  build: {
    target: ["chrome69"],
    cssTarget: ["chrome69"],
    manifest: true,
    chunkSizeWarningLimit: 600, // kB; charts and the camera are that big, and only come when somebody looks at one
    rollupOptions: { input: AREAS.map((area) => resolve(__dirname, `${area}.html`)) },
  },
});
