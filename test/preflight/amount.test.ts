import { amountOf, isMore } from "../../src/preflight/amount";

test.each([
  ["2Gi", 2 ** 31],
  ["16393512Ki", 16_393_512 * 1_024],
  ["128974848", 128_974_848],
  ["129e6", 129e6],
  ["129M", 129e6],
  ["1.5", 1.5],
  ["250m", 0.25],
  ["3920m", 3.92],
  ["0", 0],
])("the quantity %s is %d", (quantity, amount) => {
  expect(amountOf(quantity)).toBeCloseTo(amount, 9);
});

test("what is no quantity is no number, which is neither enough nor too much", () => {
  expect(amountOf("2 GB")).toBeNaN();
  expect(amountOf("2Xi")).toBeNaN();
});

test("what adding up has left over is no more", () => {
  expect(isMore(0.1 + 0.2, 0.3)).toBe(false);
  expect(isMore(amountOf("300000001n"), 0.3)).toBe(true);
  expect(isMore(2 ** 45 + 1, 2 ** 45)).toBe(true);
});
