// A picture that says once when it came into sight, so that only what is seen has to be drawn.
export default {
  template: `<span class="material-picture"><img v-if="src" :src="src" alt=""></span>`,
  props: { src: String },
  emits: ["seen"],
  mounted() {
    this.sight = new IntersectionObserver((entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      this.sight.disconnect();
      this.$emit("seen");
    });
    this.sight.observe(this.$el);
  },
  beforeUnmount() { this.sight.disconnect(); },
};
