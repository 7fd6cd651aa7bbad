// Materials as small pictures to choose from, found by their words. One element for all of them:
// a page of sixty cards stands sooner so. Says once of each that it came into sight.
export default {
  template: `
    <div class="material-choice">
      <input type="search" class="material-find" placeholder="Find a material" aria-label="Find a material" v-model="wanted">
      <p v-if="none" class="room-soft" role="status">None is called so.</p>
      <div ref="cards" class="material-cards material-gallery">
        <button v-for="it in materials" :key="it.name" v-show="fits(it)" type="button" class="material-card"
          :data-name="it.name" :title="it.doc" :aria-pressed="it.name === chosen ? 'true' : 'false'" @click="$emit('choose', it.name)">
          <span class="material-picture"><img v-if="pictures[it.name]" :src="pictures[it.name]" alt=""></span>
          <span>{{ it.title }}</span>
        </button>
      </div>
    </div>`,
  props: { materials: Array, chosen: String },
  emits: ["choose", "seen"],
  data: () => ({ wanted: "", pictures: {} }),
  computed: {
    words() { return this.wanted.toLowerCase().split(/\s+/).filter(Boolean); },
    none() { return !this.materials.some((it) => this.fits(it)); },
  },
  mounted() {
    this.sight = new IntersectionObserver((entries) => {
      for (const { isIntersecting, target } of entries) {
        if (!isIntersecting) continue;
        this.sight.unobserve(target);
        this.$emit("seen", target.dataset.name);
      }
    });
    for (const card of this.$refs.cards.children) this.sight.observe(card);
    this.$refs.cards.querySelector("[aria-pressed=true]")?.scrollIntoView({ block: "nearest", inline: "nearest" });
  },
  beforeUnmount() { this.sight.disconnect(); },
  methods: {
    fits(it) { return this.words.every((word) => it.words.includes(word)); },
    draw(name, picture) { this.pictures[name] = picture; },
  },
};
