// SPDX-License-Identifier: Apache-2.0
package io.mgmt.core.graph;

import java.util.Arrays;

/**
 * A directed graph of the numbers from 0, packed into arrays: graphs have 10,000 vertices and are
 * looked at before the first resource runs. All answers depend on the numbers alone.
 */
final class Digraph {

    private final int size;
    /**
     * The successors of v stand in {@code to} from {@code first[v]} to before {@code first[v + 1]}.
     */
    private final int[] first;
    private final int[] to;

    /**
     * @param from where each edge begins
     * @param into where each edge ends; as long as {@code from}
     */
    Digraph(int size, int[] from, int[] into) {
        this.size = size;
        this.first = new int[size + 1];
        this.to = new int[into.length];
        for (int vertex : from) {
            first[vertex + 1]++;
        }
        for (int v = 0; v < size; v++) {
            first[v + 1] += first[v];
        }
        int[] next = Arrays.copyOf(first, size);
        for (int e = 0; e < from.length; e++) {
            to[next[from[e]]++] = into[e];
        }
    }

    /**
     * The vertices in topological order, lower numbers first where edges allow; shorter if there
     * are cycles.
     */
    int[] order() {
        int[] open = new int[size];
        for (int vertex : to) {
            open[vertex]++;
        }
        int[] order = new int[size];
        int end = 0;
        for (int v = 0; v < size; v++) {
            if (open[v] == 0) {
                order[end++] = v;
            }
        }
        for (int begin = 0; begin < end; begin++) {
            for (int e = first[order[begin]]; e < first[order[begin] + 1]; e++) {
                if (--open[to[e]] == 0) {
                    order[end++] = to[e];
                }
            }
        }
        return Arrays.copyOf(order, end);
    }

    /**
     * For each vertex the number of its strongly connected component: two vertices have the same
     * number if and only if each can be reached from the other (Tarjan's algorithm, without
     * recursion, because a chain of 10,000 would overflow the stack).
     */
    int[] components() {
        int[] component = new int[size];
        int[] low = new int[size];
        int[] edge = Arrays.copyOf(first, size);
        int[] path = new int[size];
        int[] stack = new int[size];
        int depth = 0;
        int height = 0;
        int seen = 0;
        int[] index = new int[size];
        for (int root = 0; root < size; root++) {
            if (index[root] != 0) {
                continue;
            }
            path[depth++] = root;
            while (depth > 0) {
                int v = path[depth - 1];
                if (index[v] == 0) {
                    index[v] = ++seen;
                    low[v] = seen;
                    stack[height++] = v;
                }
                if (edge[v] < first[v + 1]) {
                    int w = to[edge[v]++];
                    if (index[w] == 0) {
                        path[depth++] = w;
                    } else if (component[w] == 0) {
                        low[v] = Math.min(low[v], index[w]);
                    }
                    continue;
                }
                depth--;
                if (depth > 0) {
                    int parent = path[depth - 1];
                    low[parent] = Math.min(low[parent], low[v]);
                }
                if (low[v] == index[v]) {
                    int w;
                    do {
                        w = stack[--height];
                        component[w] = v + 1;
                    } while (w != v);
                }
            }
        }
        return component;
    }

    /**
     * The shortest path, both ends included; empty if there is none. From a vertex to itself: a
     * cycle.
     */
    int[] path(int from, int into) {
        int[] parent = new int[size];
        Arrays.fill(parent, -1);
        int[] queue = new int[size + 1];
        int end = 0;
        queue[end++] = from;
        for (int begin = 0; begin < end; begin++) {
            int v = queue[begin];
            for (int e = first[v]; e < first[v + 1]; e++) {
                int w = to[e];
                if (w == into) {
                    return walk(parent, from, v, into);
                }
                if (parent[w] < 0 && w != from) {
                    parent[w] = v;
                    queue[end++] = w;
                }
            }
        }
        return new int[0];
    }

    private static int[] walk(int[] parent, int from, int last, int into) {
        int length = 2;
        for (int v = last; v != from; v = parent[v]) {
            length++;
        }
        int[] path = new int[length];
        path[--length] = into;
        for (int v = last; v != from; v = parent[v]) {
            path[--length] = v;
        }
        path[0] = from;
        return path;
    }
}
