"""The inner loops of materials: each fills `out`, a band of float32 rows, and returns nothing.

`view` says which pixels the band holds (view.py). `dx`, `dy` displace each pixel, in widths of the
texture, and have the band's shape; NO_WARP for none. `cells` are lattice cells across one period.
Every array is C-contiguous and float32; numbers are plain ints, floats and bools.

Noise: `view, dx, dy, cells_x, cells_y` come first, `seed` (63 bits) last.

| kernel | arguments between | fills |
|-|-|-|
| fbm.perlin | | -1..1 |
| fbm.fbm | octaves, gain, mode: FBM, BILLOW, RIDGED | -1..1 |
| worley.worley | jitter 0..1, what: F1, F2, F2_MINUS_F1, metric: EUCLID, MANHATTAN | 0..1.5 |
| worley.worley | what: CELL_ID | 0..1 |

Of the whole picture's heights, 0..1; `depth` is in widths of the texture:

| kernel | arguments | fills |
|-|-|-|
| relief.normals | heights, view, depth | uint8 (rows, width, 3), green up |
| relief.slopes | heights, view, depth | rise over run, 0 and more |
| occlusion.occlusion | heights, surroundings(...), view, depth, strength | 0..1, 1 is open |
| blur.box_blur | image, reach_x, reach_y, times, wrap_x, wrap_y | means, whole picture |
| blur.shrink | image | means of blocks, whole picture |

To bytes: pack.pack_colour (linear light to sRGB), pack_linear, pack_grey, pack_heights.
"""
