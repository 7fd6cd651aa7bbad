// A glTF material under a lamp, on the file's own sphere and plane, or on a cube that wears it.
// Draws only when something changed.
import { THREE, GLTFLoader, OrbitControls } from "nicegui-scene";

const TURN = Math.PI / 24; // by one press of an arrow key
const FIELD = 38; // degrees that are seen from top to bottom, and from side to side where that's less
const VIEWS = {
  sphere: { target: [0, 1.2, 0], from: [1.0, 1.9, 3.2] },
  cube: { target: [0, 1.2, 0], from: [2.2, 2.7, 3.0] },
  plane: { target: [0, 0, 0], from: [0, 2.9, 3.4] },
};

export default {
  template: `
    <div class="material-view" :data-shown="shown">
      <canvas ref="canvas" tabindex="0" role="application" :aria-label="label" aria-describedby="material-view-keys"
        @keydown="on_key" @contextmenu.prevent></canvas>
      <p v-if="trouble" class="material-view-trouble" role="alert">{{ trouble }}</p>
      <div class="material-view-lamp">
        <label>Lamp around <input type="range" min="-180" max="180" step="1" v-model.number="around"
          :aria-valuetext="around + ' degrees'"></label>
        <label>Lamp height <input type="range" min="0" max="90" step="1" v-model.number="height"
          :aria-valuetext="height + ' degrees'"></label>
        <button type="button" @click="reset">Reset view</button>
      </div>
      <p id="material-view-keys" class="material-view-keys room-soft">Drag or arrow keys turn it, wheel or + and − zoom.
        Right button, or Shift with drag or arrows, moves the lamp.</p>
    </div>`,

  props: { source: String, shape: String, label: String },

  data: () => ({ around: -40, height: 50, shown: "", trouble: "" }),

  watch: {
    source() { this.load(); },
    shape() { this.arrange(); this.reset(); },
    around() { this.move_lamp(); },
    height() { this.move_lamp(); },
  },

  mounted() {
    const canvas = this.$refs.canvas;
    try {
      this.renderer = new THREE.WebGLRenderer({ canvas, antialias: true, alpha: true });
    } catch {
      this.trouble = "This browser shows no 3D (WebGL is off). Turn on hardware acceleration in its settings; maps, tiling and seeds work without.";
      return;
    }
    this.renderer.setPixelRatio(Math.min(window.devicePixelRatio, 2));
    this.renderer.toneMapping = THREE.NeutralToneMapping;
    this.scene = new THREE.Scene();
    this.scene.environment = surroundings(this.renderer);
    this.scene.environmentIntensity = 0.55;
    this.lamp = new THREE.DirectionalLight(0xffffff, 2.6);
    this.scene.add(this.lamp, this.lamp.target);
    this.camera = new THREE.PerspectiveCamera(FIELD, 1, 0.05, 60);
    this.controls = new OrbitControls(this.camera, canvas);
    this.controls.enablePan = false;
    this.controls.minDistance = 1.3;
    this.controls.maxDistance = 9;
    this.controls.addEventListener("change", () => this.draw());
    // In the capturing phase, so that the orbit doesn't see what moves the lamp.
    this.$el.addEventListener("pointerdown", this.on_press, true);
    canvas.addEventListener("webglcontextrestored", () => this.draw());
    this.sizes = new ResizeObserver(() => this.fit());
    this.sizes.observe(canvas);
    this.move_lamp();
    this.reset();
    this.load();
  },

  beforeUnmount() {
    this.sizes?.disconnect();
    this.controls?.dispose();
    this.clear();
    this.renderer?.dispose();
  },

  methods: {
    async load() {
      const source = this.source;
      if (!source || !this.renderer) return;
      try {
        const file = await new GLTFLoader().loadAsync(window.path_prefix + source);
        if (source !== this.source) return dispose(file.scene);
        this.clear();
        this.model = file.scene;
        this.scene.add(this.model);
        this.add_cube();
        this.arrange();
        this.trouble = "";
        this.shown = source;
      } catch (reason) {
        if (source === this.source) this.trouble = `The model couldn't be shown: ${reason.message ?? reason}. Make it again.`;
      }
    },

    add_cube() {
      const worn = this.model.getObjectByName("sphere");
      const geometry = new THREE.BoxGeometry(1.6, 1.6, 1.6);
      geometry.computeTangents();
      const places = geometry.attributes.uv; // glTF counts them from the top
      for (let at = 0; at < places.count; at++) places.setY(at, 1 - places.getY(at));
      const cube = new THREE.Mesh(geometry, worn.material);
      cube.name = "cube";
      cube.position.copy(worn.position);
      this.model.add(cube);
      const finest = this.renderer.capabilities.getMaxAnisotropy();
      for (const map of maps_of(worn.material)) map.anisotropy = Math.min(8, finest);
    },

    arrange() {
      if (!this.model) return;
      for (const name of Object.keys(VIEWS)) {
        const mesh = this.model.getObjectByName(name);
        if (mesh) mesh.visible = name === this.shape;
      }
      this.draw();
    },

    reset() {
      if (!this.controls) return;
      const view = VIEWS[this.shape] ?? VIEWS.sphere;
      this.controls.target.set(...view.target);
      this.camera.position.set(...view.from);
      this.controls.update();
      this.draw();
    },

    move_lamp() {
      if (!this.lamp) return;
      const around = THREE.MathUtils.degToRad(this.around);
      const height = THREE.MathUtils.degToRad(this.height);
      this.lamp.target.position.set(0, 0, 0);
      this.lamp.position.setFromSphericalCoords(10, Math.PI / 2 - height, around);
      this.draw();
    },

    turn_lamp(around, height) {
      this.around = Math.round(((this.around + around + 540) % 360) - 180);
      this.height = Math.round(Math.min(90, Math.max(0, this.height + height)));
    },

    on_press(press) {
      if (press.target !== this.$refs.canvas || !(press.shiftKey || press.button === 2)) return;
      press.stopPropagation();
      press.preventDefault();
      const canvas = this.$refs.canvas;
      canvas.setPointerCapture(press.pointerId);
      const move = (event) => this.turn_lamp(event.movementX * 0.5, -event.movementY * 0.5);
      const end = () => {
        canvas.removeEventListener("pointermove", move);
        canvas.removeEventListener("pointerup", end);
        canvas.removeEventListener("pointercancel", end);
      };
      canvas.addEventListener("pointermove", move);
      canvas.addEventListener("pointerup", end);
      canvas.addEventListener("pointercancel", end);
    },

    on_key(event) {
      const arrow = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key];
      if (arrow && event.shiftKey) this.turn_lamp(arrow[0] * 5, arrow[1] * 5);
      else if (arrow) this.orbit(arrow[0] * TURN, arrow[1] * TURN, 1);
      else if (event.key === "+" || event.key === "=") this.orbit(0, 0, 0.9);
      else if (event.key === "-") this.orbit(0, 0, 1 / 0.9);
      else if (event.key === "Home") this.reset();
      else return;
      event.preventDefault();
    },

    orbit(around, up, nearer) {
      if (!this.controls) return;
      const place = this.camera.position.clone().sub(this.controls.target);
      const at = new THREE.Spherical().setFromVector3(place);
      at.theta += around;
      at.phi -= up;
      at.radius = Math.min(this.controls.maxDistance, Math.max(this.controls.minDistance, at.radius * nearer));
      at.makeSafe();
      this.camera.position.setFromSpherical(at).add(this.controls.target);
      this.controls.update();
      this.draw();
    },

    fit() {
      const { clientWidth, clientHeight } = this.$refs.canvas;
      if (!clientWidth || !clientHeight) return;
      this.renderer.setSize(clientWidth, clientHeight, false);
      this.camera.aspect = clientWidth / clientHeight;
      const half = Math.tan(THREE.MathUtils.degToRad(FIELD / 2)) / Math.min(1, this.camera.aspect);
      this.camera.fov = THREE.MathUtils.radToDeg(2 * Math.atan(half));
      this.camera.updateProjectionMatrix();
      this.draw();
    },

    draw() {
      if (this.drawing) return;
      this.drawing = requestAnimationFrame(() => {
        this.drawing = undefined;
        this.renderer.render(this.scene, this.camera);
      });
    },

    clear() {
      if (!this.model) return;
      this.scene.remove(this.model);
      dispose(this.model);
      this.model = undefined;
    },
  },
};

function maps_of(material) {
  return Object.values(material).filter((value) => value?.isTexture);
}

function dispose(model) {
  model.traverse((node) => {
    node.geometry?.dispose();
    if (!node.material) return;
    for (const map of maps_of(node.material)) {
      map.image?.close?.();
      map.dispose();
    }
    node.material.dispose();
  });
}

/** A grey studio with three soft lights, for what metals mirror. */
function surroundings(renderer) {
  const studio = new THREE.Scene();
  const box = new THREE.BoxGeometry();
  const wall = new THREE.MeshBasicMaterial({ color: 0x8a8f98, side: THREE.BackSide });
  const room = new THREE.Mesh(box, wall);
  room.scale.setScalar(10);
  const light = new THREE.MeshBasicMaterial({ color: 0xffffff });
  light.color.setScalar(9);
  studio.add(room);
  for (const [x, y, z, width, height, depth] of [[0, 4.8, 0, 4, 0.1, 4], [-4.8, 1, 1, 0.1, 3, 2], [3, 2, 4.8, 2, 2, 0.1]]) {
    const panel = new THREE.Mesh(box, light);
    panel.position.set(x, y, z);
    panel.scale.set(width, height, depth);
    studio.add(panel);
  }
  const maker = new THREE.PMREMGenerator(renderer);
  const made = maker.fromScene(studio, 0, 0.1, 100, { size: 64 }).texture;
  maker.dispose();
  box.dispose();
  return made;
}
