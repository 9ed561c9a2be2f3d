import { describe, expect, it } from "vitest";
import { goSort } from "./sort";

/** Keys of 152 events, and the order in which kubectl 1.36 shows them with --sort-by: recorded from it. */
const keys =
  "10 14 10 15 11 15 11 15 11 15 11 14 11 14 11 14 11 15 12 14 12 15 12 14 10 14 12 15 12 14 12 14 13 15 13 14 13 15 13 14 13 15 13 15 13 15 10 14 10 14 10 14 10 15 10 14 11 14 11 15 10 14 10 15 11 15 11 15 11 15 11 14 11 15 11 15 11 15 12 15 12 15 12 15 10 14 12 14 12 15 12 14 13 15 13 15 13 14 13 14 13 14 13 14 13 15 10 14 10 15 10 15 10 15 10 15 11 14 11 14 0 0 0 0 0 0 0 0 0 0 0 0 1 1 5 6 7 3 3 4 4 8 3 4 4 4 9 16 2 3 2 4";
const order =
  "130 120 121 125 124 127 131 122 123 126 129 128 132 133 148 150 149 138 137 142 145 140 139 143 144 151 134 135 136 141 146 114 48 106 108 24 110 112 62 60 0 2 54 52 50 84 46 68 4 70 116 8 12 6 74 10 72 56 58 14 76 66 16 118 64 30 26 18 20 22 28 90 88 86 82 80 78 92 104 36 40 102 42 34 32 100 44 98 38 96 94 97 39 119 71 29 31 47 87 99 85 101 35 103 91 49 61 107 25 23 51 55 19 57 15 13 11 117 1 75 63 113 111 109 105 95 93 89 83 81 79 77 73 69 67 65 115 59 53 45 43 41 37 33 27 21 17 3 9 7 5 147";

const numbers = (text: string) => text.split(" ").map(Number);

describe("Go’s sort", () => {
  it("leaves equals in the order that its quicksort does, pattern breaking included", () => {
    const items = numbers(keys).map((key, at) => ({ key, at }));
    expect(goSort(items, (a, b) => a.key < b.key).map(({ at }) => at)).toEqual(numbers(order));
  });
});
