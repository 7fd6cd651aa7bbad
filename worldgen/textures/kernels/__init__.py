"""The inner loops of materials: each fills `out`, a band of float32 rows, and returns nothing.

`view` says which pixels the band holds (view.py). `dx`, `dy` displace each pixel, in widths of the
texture, and have the band's shape; NO_WARP for none. `cells`, `columns` and `rows` count what lies
across and down one period. Every array is C-contiguous; numbers are plain ints, floats and bools.

Noise: `view, dx, dy, cells_x, cells_y` come first, `seed` (63 bits) last.

| kernel | arguments between | fills |
|-|-|-|
| fbm.perlin | | -1..1 |
| fbm.fbm | octaves, gain, mode: FBM, BILLOW, RIDGED | -1..1 |
| simplex.simplex | the same; cells_y even | -1..1 |
| worley.worley | jitter, what: F1, F2, F2_MINUS_F1, metric: EUCLID, MANHATTAN | 0..1.5 cells |
| worley.worley | what: CELL_ID | 0..1 |
| worley.worley_all | jitter, metric | F1, F2, CELL_ID |
| voronoi.voronoi | jitter | edge 0..0.7, cell, across and down -1.5..1.5 |

Patterns: `view, dx, dy` come first, `seed` last; edge 0..0.5, cell, across, down 0..1.

| kernel | arguments between | fills |
|-|-|-|
| layout.courses | columns, rows, shift, scatter, uneven | edge, cell, across, down |
| layout.hexagons | columns, rows (even) | edge, cell, across, down |
| layout.herringbone | columns, rows (multiples of 2 x ratio), ratio | edge, cell, across, down |
| weave.weave | columns, rows, over, under, step, gap | height, thread, along 0..1, aside -1..1 |
| waves.waves | turns_x, turns_y, phase, shape: SINE, TRIANGLE, SAW; no seed | -1..1 |

Strewn: `view, cells_x, cells_y` come first, `seed` last; one shape a cell; no warp.

| kernel | arguments between | fills |
|-|-|-|
| scatter.scatter | jitter, length, aspect, vary, turn, spread, bend, lift, shape: DOME, CONE, \
DISC, LEAF, BLADE, SCRATCH | height, cell 0..1, along, aside -1..1 |
| gabor.gabor | length, waves, turn, spread | -1..1 |

Of the whole picture, heights 0..1; `depth` is in widths of the texture:

| kernel | arguments | fills |
|-|-|-|
| relief.normals | heights, view, depth | uint8 (rows, width, 3), green up |
| relief.slopes | heights, view, depth | rise over run, 0 and more |
| relief.curvature | heights, view, depth, reach in pixels | above 0 on edges, below in cracks |
| occlusion.occlusion | heights, surroundings(...), view, depth, strength | 0..1, 1 is open |
| weather.crumble | heights, depth, reach, times, slope, settles, wrap_x, wrap_y | whole picture |
| weather.run_down | image, length, wrap_y | 0..1, whole picture |
| blur.box_blur | image, reach_x, reach_y, times, wrap_x, wrap_y | means, whole picture |
| blur.shrink | image | means of blocks, whole picture |
| sample.sample | image, view, dx, dy | as the image |

To bytes: pack.pack_colour (linear light to sRGB), pack_linear, pack_grey, pack_heights.
In kernels of one's own: maths.py has sine, cosine, exp2, log2 and power; hashing.py hashes.
warm.warm() compiles them all: half a minute of CPU once, half a second from numba's cache.
"""
