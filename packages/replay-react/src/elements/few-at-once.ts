/** Does work of which at most so many pieces go on at once, the others after them in their order: browsers refuse thousands of requests at a time. */
export function fewAtOnce(most: number): (work: () => Promise<void>) => void {
  const waiting: (() => Promise<void>)[] = [];
  let going = 0;
  const next = (): void => {
    const work = going < most ? waiting.shift() : undefined;
    if (!work) return;
    going += 1;
    const over = (): void => {
      going -= 1;
      next();
    };
    (async () => work())().then(over, over); // also where it throws at once
  };
  return (work) => {
    waiting.push(work);
    next();
  };
}
