/* Words as they come: what stands already isn't drawn again, and all of it is text. */
export default {
  template: "<span></span>",
  props: { text: String },
  mounted() {
    this.$el.textContent = this.text;
  },
  watch: {
    text(now) {
      this.$el.textContent = now;
    },
  },
  methods: {
    add(words) {
      this.$el.append(words);
    },
  },
};
