import { h } from "preact";
import type { Words } from "../words/words";

export { default as css } from "./emoji.css?inline";

// What people really use when they talk to a company; the whole of Unicode is in their own keyboard.
const FACES =
  "🙂 😊 😄 😉 😍 🤗 🤔 😐 🙁 😢 😅 😂 😳 😱 😡 🙈 👍 👎 👌 👏 🙏 🤝 💪 👋 ❤️ 🔥 ✨ 🎉 ⭐ ✅ ❌ ❓ ❗ 📦 🚚 🎁 💳 📞 📷 ⏰";

export function Picker({ words, onPick }: { words: Words; onPick: (emoji: string) => void }) {
  return (
    <fieldset class="emojis" aria-label={words.emoji}>
      {FACES.split(" ").map((emoji) => (
        <button type="button" onClick={() => onPick(emoji)}>
          {emoji}
        </button>
      ))}
    </fieldset>
  );
}
