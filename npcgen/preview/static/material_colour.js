// A colour picker with its name and the colour as it is written.
export default {
  template: `
    <label class="material-colour" :data-changed="changed || null" :title="doc">
      <input type="color" :aria-label="name" v-model="now" @change="$emit('told', now)">
      <span>{{ name }}</span> <code class="room-soft">{{ now }}</code>
    </label>`,
  props: { name: String, doc: String, value: String, changed: Boolean },
  emits: ["told"],
  data() { return { now: this.value }; },
  watch: { value(value) { this.now = value; } },
};
