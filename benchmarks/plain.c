/* The same training in plain C, one thread, double: what a compiler makes of loops written for this model alone.

   cc -O3 -march=native -DV=27 -DE=16 -DH=4 -DL=1 -DB=16 -DK=1 plain.c -lm
   plain INPUT: doubles (all parameters in the order of the state), then ints (steps, steps until the rate has fallen to
   nothing, then for each of the K documents of each step: length, tokens).
   Prints one loss per line with every digit, then the seconds of the processor that the steps took. */

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define D (E / H)
typedef double Row[E];

typedef struct { Row wq[E], wk[E], wv[E], wo[E], fc1[4 * E]; double fc2[E][4 * E]; } Layer;
typedef struct { Row wte[V], wpe[B], lm_head[V]; Layer layer[L]; } Model;
typedef struct {
  Row in, norm1, q, k, v, answer, middle, norm2, out;
  double weights[H][B], hidden[4 * E], scale1, scale2;
} Step;

static Model w, g, mean, square;
static Step act[L][B], grad[L][B];
static Row embedded[B], d_start[B];
static double start_scale[B], probs[B][V];

static void linear(const double *x, const double *m, int rows, int n, double *y) {
  for (int f = 0; f < rows; f++) {
    double total = 0;
    for (int i = 0; i < n; i++) total += m[f * n + i] * x[i];
    y[f] = total;
  }
}

static void linear_back(const double *dy, const double *x, const double *m, int rows, int n, double *dx, double *dm) {
  for (int f = 0; f < rows; f++)
    for (int i = 0; i < n; i++) {
      dm[f * n + i] += dy[f] * x[i];
      dx[i] += dy[f] * m[f * n + i];
    }
}

static double rmsnorm(const double *x, double *y) {
  double total = 0;
  for (int i = 0; i < E; i++) total += x[i] * x[i];
  double scale = 1 / sqrt(total / E + 1e-5);
  for (int i = 0; i < E; i++) y[i] = x[i] * scale;
  return scale;
}

static void rmsnorm_back(const double *dy, const double *x, double scale, double *dx) {
  double total = 0;
  for (int i = 0; i < E; i++) total += dy[i] * x[i];
  for (int i = 0; i < E; i++) dx[i] += dy[i] * scale - total * scale * scale * scale * x[i] / E;
}

static void softmax(double *x, int n) {
  double top = x[0], total = 0;
  for (int i = 1; i < n; i++) if (x[i] > top) top = x[i];
  for (int i = 0; i < n; i++) total += x[i] = exp(x[i] - top);
  for (int i = 0; i < n; i++) x[i] /= total;
}

static void block(const Layer *m, Step *step, int t) {
  Step *s = &step[t];
  s->scale1 = rmsnorm(s->in, s->norm1);
  linear(s->norm1, *m->wq, E, E, s->q);
  linear(s->norm1, *m->wk, E, E, s->k);
  linear(s->norm1, *m->wv, E, E, s->v);
  for (int h = 0; h < H; h++) {
    for (int j = 0; j <= t; j++) {
      double total = 0;
      for (int i = h * D; i < (h + 1) * D; i++) total += s->q[i] * step[j].k[i];
      s->weights[h][j] = total / sqrt(D);
    }
    softmax(s->weights[h], t + 1);
    for (int i = h * D; i < (h + 1) * D; i++) {
      double total = 0;
      for (int j = 0; j <= t; j++) total += s->weights[h][j] * step[j].v[i];
      s->answer[i] = total;
    }
  }
  linear(s->answer, *m->wo, E, E, s->middle);
  for (int i = 0; i < E; i++) s->middle[i] += s->in[i];
  s->scale2 = rmsnorm(s->middle, s->norm2);
  linear(s->norm2, *m->fc1, 4 * E, E, s->hidden);
  for (int i = 0; i < 4 * E; i++) if (s->hidden[i] < 0) s->hidden[i] = 0;
  linear(s->hidden, *m->fc2, E, 4 * E, s->out);
  for (int i = 0; i < E; i++) s->out[i] += s->middle[i];
}

static void block_back(const Layer *m, Layer *dm, Step *step, Step *d, int n) {
  for (int t = n - 1; t >= 0; t--) { /* the gradients of later keys and values have arrived when t comes */
    Step *s = &step[t], *ds = &d[t];
    for (int i = 0; i < E; i++) ds->middle[i] += ds->out[i];
    linear_back(ds->out, s->hidden, *m->fc2, E, 4 * E, ds->hidden, *dm->fc2);
    for (int i = 0; i < 4 * E; i++) if (s->hidden[i] <= 0) ds->hidden[i] = 0;
    linear_back(ds->hidden, s->norm2, *m->fc1, 4 * E, E, ds->norm2, *dm->fc1);
    rmsnorm_back(ds->norm2, s->middle, s->scale2, ds->middle);
    for (int i = 0; i < E; i++) ds->in[i] += ds->middle[i];
    linear_back(ds->middle, s->answer, *m->wo, E, E, ds->answer, *dm->wo);
    for (int h = 0; h < H; h++) {
      double dw[B], total = 0;
      for (int j = 0; j <= t; j++) {
        dw[j] = 0;
        for (int i = h * D; i < (h + 1) * D; i++) {
          dw[j] += ds->answer[i] * step[j].v[i];
          d[j].v[i] += ds->answer[i] * s->weights[h][j];
        }
        total += dw[j] * s->weights[h][j];
      }
      for (int j = 0; j <= t; j++) {
        double score = s->weights[h][j] * (dw[j] - total) / sqrt(D);
        for (int i = h * D; i < (h + 1) * D; i++) {
          ds->q[i] += score * step[j].k[i];
          d[j].k[i] += score * s->q[i];
        }
      }
    }
    linear_back(ds->q, s->norm1, *m->wq, E, E, ds->norm1, *dm->wq);
    linear_back(ds->k, s->norm1, *m->wk, E, E, ds->norm1, *dm->wk);
    linear_back(ds->v, s->norm1, *m->wv, E, E, ds->norm1, *dm->wv);
    rmsnorm_back(ds->norm1, s->in, s->scale1, ds->in);
  }
}

static double document(const int *tokens, int n) {
  double loss = 0;
  for (int t = 0; t < n; t++) {
    for (int i = 0; i < E; i++) embedded[t][i] = w.wte[tokens[t]][i] + w.wpe[t][i];
    start_scale[t] = rmsnorm(embedded[t], act[0][t].in);
    for (int l = 0; l < L; l++) {
      block(&w.layer[l], act[l], t);
      if (l + 1 < L) memcpy(act[l + 1][t].in, act[l][t].out, sizeof(Row));
    }
    linear(act[L - 1][t].out, *w.lm_head, V, E, probs[t]);
    softmax(probs[t], V);
    loss -= log(probs[t][tokens[t + 1]]);
  }
  memset(grad, 0, sizeof grad);
  for (int t = 0; t < n; t++) {
    double d_logits[V];
    for (int i = 0; i < V; i++) d_logits[i] = (probs[t][i] - (i == tokens[t + 1])) / (n * K);
    linear_back(d_logits, act[L - 1][t].out, *w.lm_head, V, E, grad[L - 1][t].out, *g.lm_head);
  }
  for (int l = L - 1; l >= 0; l--) {
    block_back(&w.layer[l], &g.layer[l], act[l], grad[l], n);
    for (int t = 0; l > 0 && t < n; t++) memcpy(grad[l - 1][t].out, grad[l][t].in, sizeof(Row));
  }
  for (int t = 0; t < n; t++) {
    memset(d_start[t], 0, sizeof(Row));
    rmsnorm_back(grad[0][t].in, embedded[t], start_scale[t], d_start[t]);
    for (int i = 0; i < E; i++) {
      g.wte[tokens[t]][i] += d_start[t][i];
      g.wpe[t][i] += d_start[t][i];
    }
  }
  return loss / n;
}

static void adam(double rate, int made) {
  double *p = (double *)&w, *d = (double *)&g, *m = (double *)&mean, *v = (double *)&square;
  double correct1 = 1 / (1 - pow(0.85, made)), correct2 = 1 / (1 - pow(0.99, made));
  for (size_t i = 0; i < sizeof w / sizeof(double); i++) {
    m[i] = 0.85 * m[i] + 0.15 * d[i];
    v[i] = 0.99 * v[i] + 0.01 * d[i] * d[i];
    p[i] -= rate * m[i] * correct1 / (sqrt(v[i] * correct2) + 1e-8);
  }
}

int main(int count, char **words) {
  FILE *file = count > 1 ? fopen(words[1], "rb") : NULL;
  int steps = 0, horizon = 0, length, made = 0;
  static int tokens[1 << 22], *next = tokens;
  if (!file || fread(&w, sizeof w, 1, file) != 1 || fread(&steps, sizeof steps, 1, file) != 1) return 2;
  if (fread(&horizon, sizeof horizon, 1, file) != 1) return 2;
  for (int i = 0; i < steps * K; i++) {
    if (fread(&length, sizeof length, 1, file) != 1 || next + length + 1 > tokens + (1 << 22)) return 2;
    *next++ = length;
    if (fread(next, sizeof *next, length, file) != (size_t)length) return 2;
    next += length;
  }
  double *losses = malloc(steps * sizeof *losses);
  struct timespec from, to;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &from);
  next = tokens;
  for (int i = 0; i < steps; i++) {
    memset(&g, 0, sizeof g);
    losses[i] = 0;
    for (int k = 0; k < K; k++) {
      int n = *next - 1 < B ? *next - 1 : B;
      losses[i] += document(next + 1, n) / K;
      next += *next + 1;
    }
    adam(0.01 * (1 - (double)i / horizon), ++made);
  }
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &to);
  for (int i = 0; i < steps; i++) printf("%.17g\n", losses[i]);
  printf("%.9f\n", to.tv_sec - from.tv_sec + 1e-9 * (to.tv_nsec - from.tv_nsec));
  return 0;
}
