// A small shape for each of the twelve colours of topic fields, so that colour is never alone.
// Paths in a box of 20 × 20, by colour.
export const SHAPES = [
  "M10 2a8 8 0 1 0 0 16a8 8 0 1 0 0-16z", // circle
  "M3 3h14v14H3z", // square
  "M10 2l9 16H1z", // triangle
  "M10 1l9 9l-9 9l-9-9z", // diamond
  "M10 1l9.5 7l-3.6 11H4.1L.5 8z", // pentagon
  "M7.5 2h5v5.5H18v5h-5.5V18h-5v-5.5H2v-5h5.5z", // plus
  "M10 .8l2.8 6l6.6.8l-4.9 4.5l1.3 6.5l-5.8-3.2l-5.8 3.2l1.3-6.5L.6 7.6l6.6-.8z", // star
  "M1 2h18l-9 16z", // triangle, pointing down
  "M2 14.5a8 8 0 0 1 16 0z", // half circle
  "M10 1l8 4.5v9L10 19l-8-4.5v-9z", // hexagon
  "M10 1a9 9 0 1 0 0 18a9 9 0 1 0 0-18zm0 5a4 4 0 1 1 0 8a4 4 0 1 1 0-8z", // ring
  "M5 1.5l5 5l5-5L18.5 5l-5 5l5 5L15 18.5l-5-5l-5 5L1.5 15l5-5l-5-5z", // cross
]
