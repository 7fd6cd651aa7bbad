// A range with its name, and the same number to type. Tells the value once it is let go.
export default {
  template: `
    <div class="material-slider" :data-changed="changed || null">
      <div class="material-slider-head">
        <span :title="doc"><span class="material-slider-name">{{ name }}</span> <span class="room-soft material-slider-unit">{{ unit }}</span></span>
        <input type="number" :min="low" :max="high" :step="whole ? step : 'any'" :aria-label="name + ', as a number'"
          v-model.number="typed" @change="on_typed">
      </div>
      <input type="range" :min="low" :max="high" :step="step" :aria-label="name" :title="doc"
        v-model.number="now" @input="typed = now" @change="tell">
    </div>`,
  props: { name: String, doc: String, low: Number, high: Number, step: Number, whole: Boolean, unit: String, value: Number, changed: Boolean },
  emits: ["told"],
  data() { return { now: this.value, typed: this.value }; },
  watch: { value(value) { this.now = this.typed = value; } },
  methods: {
    tell() { this.$emit("told", this.now); },
    on_typed() {
      // What is out of range or no number goes back to what it was; the box says the range itself.
      const box = this.$el.querySelector("input[type=number]");
      if (!box.reportValidity() || typeof this.typed !== "number") { this.typed = this.now; return; }
      this.now = this.typed;
      this.tell();
    },
  },
};
