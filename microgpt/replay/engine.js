// A recorded graph, run again. Every number has an address; its inputs are addresses, all in the order in which they were
// made. What is made for the first tokens of a document is the beginning of what is made for all of them.
//
// count: how many numbers are learned, which come first; first: where what is made begins; ends: how much is made up to
// each position; losses, logits: addresses, position by position.
({ count, first, data, ops, starts, inputs, slots, ends, losses, logits, single }) => {
  const Numbers = single ? Float32Array : Float64Array;
  const D = Numbers.from(data), G = new Numbers(D.length);
  let mean = new Numbers(count), square = new Numbers(count);
  const width = logits.length / losses.length;
  const strides = [new Int32Array(ops.length), new Int32Array(ops.length)]; // of a dot's two halves, where they are even
  const PICK = 0, ADD = 1, MUL = 2, POW = 3, EXP = 4, LOG = 5, RELU = 6, DOT = 7, TOTAL = 8, LOGSUMEXP = 9;
  const UNEVEN = -(2 ** 31);
  const TILE = 4; // dots of one vector with so many rows of a matrix, made at once
  const begins = new Uint8Array(ops.length), finishes = new Uint8Array(ops.length); // of tiles

  // How far apart the inputs from `begin` to `end` lie, if that is the same everywhere.
  function stride(begin, end) {
    const step = end - begin > 1 ? inputs[begin + 1] - inputs[begin] : 0;
    for (let i = begin + 1; i < end; i++) if (inputs[i] - inputs[i - 1] !== step) return UNEVEN;
    return step;
  }

  for (let k = 0; k < ops.length; k++) {
    if (ops[k] !== DOT) continue;
    const s = starts[k], e = starts[k + 1], half = (e - s) >> 1;
    strides[0][k] = stride(s, s + half);
    strides[1][k] = stride(s + half, e);
    if (strides[1][k] === UNEVEN) strides[0][k] = UNEVEN;
  }

  // Whether the dots from `k` on are those of one vector with rows of what is learned, all numbers side by side.
  function isTile(k) {
    const half = (starts[k + 1] - starts[k]) >> 1, vector = inputs[starts[k] + half];
    for (let i = k; i < k + TILE; i++) {
      const s = starts[i];
      if (ops[i] !== DOT || (starts[i + 1] - s) >> 1 !== half || inputs[s + half] !== vector || inputs[s] >= count) return false;
      if (half > 1 && (strides[0][i] !== 1 || strides[1][i] !== 1)) return false;
    }
    return true;
  }

  for (let k = 0; k + TILE <= ops.length; k++) {
    if (!isTile(k)) continue;
    begins[k] = finishes[k + TILE - 1] = 1;
    k += TILE - 1;
  }

  function tile(k) {
    const s = starts[k], half = (starts[k + 1] - s) >> 1, b = inputs[s + half];
    const a0 = inputs[s], a1 = inputs[starts[k + 1]], a2 = inputs[starts[k + 2]], a3 = inputs[starts[k + 3]];
    let x0 = 0, x1 = 0, x2 = 0, x3 = 0;
    for (let i = 0; i < half; i++) {
      const x = D[b + i];
      x0 += D[a0 + i] * x;
      x1 += D[a1 + i] * x;
      x2 += D[a2 + i] * x;
      x3 += D[a3 + i] * x;
    }
    const out = first + k;
    D[out] = x0;
    D[out + 1] = x1;
    D[out + 2] = x2;
    D[out + 3] = x3;
  }

  function tileBack(k) {
    const s = starts[k], half = (starts[k + 1] - s) >> 1, b = inputs[s + half], out = first + k;
    const a0 = inputs[s], a1 = inputs[starts[k + 1]], a2 = inputs[starts[k + 2]], a3 = inputs[starts[k + 3]];
    const g0 = G[out], g1 = G[out + 1], g2 = G[out + 2], g3 = G[out + 3];
    for (let i = 0; i < half; i++) {
      const x = D[b + i];
      G[b + i] += g3 * D[a3 + i] + g2 * D[a2 + i] + g1 * D[a1 + i] + g0 * D[a0 + i];
      G[a0 + i] += g0 * x;
      G[a1 + i] += g1 * x;
      G[a2 + i] += g2 * x;
      G[a3 + i] += g3 * x;
    }
  }

  function dot(k, s, half) {
    const da = strides[0][k], db = strides[1][k];
    let x = 0;
    if (da === UNEVEN) {
      for (let i = s; i < s + half; i++) x += D[inputs[i]] * D[inputs[i + half]];
      return x;
    }
    for (let i = 0, a = inputs[s], b = inputs[s + half]; i < half; i++, a += da, b += db) x += D[a] * D[b];
    return x;
  }

  function dotBack(k, s, half, g) {
    const da = strides[0][k], db = strides[1][k];
    if (da === UNEVEN) {
      for (let i = s; i < s + half; i++) {
        const a = inputs[i], b = inputs[i + half];
        G[a] += g * D[b];
        G[b] += g * D[a];
      }
      return;
    }
    for (let i = 0, a = inputs[s], b = inputs[s + half]; i < half; i++, a += da, b += db) {
      G[a] += g * D[b];
      G[b] += g * D[a];
    }
  }

  function logsumexp(s, e) {
    let top = -Infinity, sum = 0;
    for (let i = s; i < e; i++) top = Math.max(top, D[inputs[i]]);
    for (let i = s; i < e; i++) sum += Math.exp(D[inputs[i]] - top);
    return top + Math.log(sum);
  }

  function total(s, e) {
    let x = 0;
    for (let i = s; i < e; i++) x += D[inputs[i]];
    return x;
  }

  function made(k, tokens) {
    const s = starts[k], e = starts[k + 1];
    switch (ops[k]) {
      case PICK: return D[inputs[s + tokens[slots[k]]]];
      case ADD: return D[inputs[s]] + D[inputs[s + 1]];
      case MUL: return D[inputs[s]] * D[inputs[s + 1]];
      case POW: return D[inputs[s]] ** D[inputs[s + 1]];
      case EXP: return Math.exp(D[inputs[s]]);
      case LOG: return Math.log(D[inputs[s]]);
      case RELU: return Math.max(D[inputs[s]], 0);
      case DOT: return dot(k, s, (e - s) >> 1);
      case TOTAL: return total(s, e);
      case LOGSUMEXP: return logsumexp(s, e);
    }
  }

  function forward(tokens, begin, end) {
    for (let k = begin; k < end; k++) {
      if (begins[k]) {
        tile(k);
        k += TILE - 1;
      } else {
        D[first + k] = made(k, tokens);
      }
    }
  }

  function passOn(k, tokens, g) {
    const s = starts[k], e = starts[k + 1], a = inputs[s], b = inputs[s + 1], y = D[first + k];
    switch (ops[k]) {
      case PICK: G[inputs[s + tokens[slots[k]]]] += g; break;
      case ADD: G[a] += g; G[b] += g; break;
      case MUL: { const x = D[a]; G[a] += g * D[b]; G[b] += g * x; break; }
      case POW: if (D[b] !== 0) G[a] += g * D[b] * D[a] ** (D[b] - 1); break;
      case EXP: G[a] += g * y; break;
      case LOG: G[a] += g / D[a]; break;
      case RELU: if (y > 0) G[a] += g; break;
      case DOT: dotBack(k, s, (e - s) >> 1, g); break;
      case TOTAL: for (let i = s; i < e; i++) G[inputs[i]] += g; break;
      case LOGSUMEXP: for (let i = s; i < e; i++) G[inputs[i]] += g * Math.exp(D[inputs[i]] - y); break;
    }
  }

  // Documents are the stretches of `tokens` between two `stops`; each token has the weight of what is predicted after it.
  function each({ tokens, weights, stops }, from, to, visit) {
    for (let document = from; document < to; document++) {
      const start = document ? stops[document - 1] : 0, stop = stops[document];
      visit(tokens.subarray(start, stop), weights.subarray(start, stop - 1));
    }
  }

  function read(tokens, weights) {
    forward(tokens, 0, ends[weights.length]);
    let sum = 0;
    for (let i = 0; i < weights.length; i++) if (weights[i]) sum += weights[i] * D[losses[i]];
    return sum;
  }

  // Add the gradient of a document's weighted losses; return their sum.
  function learn(tokens, weights) {
    const sum = read(tokens, weights), end = ends[weights.length];
    G.fill(0, count, first + end);
    for (let i = 0; i < weights.length; i++) G[losses[i]] = weights[i];
    for (let k = end - 1; k >= 0; k--) {
      if (finishes[k]) {
        k -= TILE - 1;
        tileBack(k);
      } else if (G[first + k] !== 0) {
        passOn(k, tokens, G[first + k]);
      }
    }
    return sum;
  }

  function learnAll(documents, from, to) {
    let sum = 0;
    G.fill(0, 0, count);
    each(documents, from, to, (tokens, weights) => { sum += learn(tokens, weights); });
    return sum;
  }

  function descend(rate) {
    for (let i = 0; i < count; i++) D[i] -= rate * G[i];
  }

  function adam(rate, [beta1, beta2, eps], done) {
    const far = rate / (1 - beta1 ** done), correction = 1 / (1 - beta2 ** done);
    for (let i = 0; i < count; i++) {
      const g = G[i];
      mean[i] = beta1 * mean[i] + (1 - beta1) * g;
      square[i] = beta2 * square[i] + (1 - beta2) * g * g;
      D[i] -= (far * mean[i]) / (Math.sqrt(square[i] * correction) + eps);
    }
  }

  return {
    // A step for each rate, on the next documents up to its number in `upTo`; rule: Adam's numbers, or nothing for SGD.
    steps(tokens, weights, stops, upTo, rates, rule, done) {
      return rates.map((rate, step) => {
        const loss = learnAll({ tokens, weights, stops }, step ? upTo[step - 1] : 0, upTo[step]);
        if (rule.length) adam(rate, rule, done + step + 1);
        else descend(rate);
        return loss;
      });
    },
    gradients(tokens, weights, stops) {
      const loss = learnAll({ tokens, weights, stops }, 0, stops.length);
      return [loss, G.slice(0, count)];
    },
    loss(tokens, weights, stops) {
      let sum = 0;
      each({ tokens, weights, stops }, 0, stops.length, (document, own) => { sum += read(document, own); });
      return sum;
    },
    // The logits after the last token; those of the tokens before it were asked for already. One more token, any, is there.
    logits(tokens) {
      const n = tokens.length - 1;
      forward(tokens, ends[n - 1], ends[n]);
      return Numbers.from(logits.subarray((n - 1) * width, n * width), (address) => D[address]);
    },
    numbers: () => D.slice(0, count),
    memory: () => [mean, square],
    put(numbers) { D.set(numbers); },
    remember(means, squares) { mean = Numbers.from(means); square = Numbers.from(squares); },
  };
};
