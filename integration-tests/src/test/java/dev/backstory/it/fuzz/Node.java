package dev.backstory.it.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Work that is reached over a way, does something, and hands over more. The same seed and index make the same graph. */
record Node(Way way, long seed, int pause, boolean fails, List<Node> next) {

    private static final int DEPTH = 4;
    private static final List<Way> WAYS = List.of(Way.values());

    static Node request(long seed, int index) {
        return random(new SplittableRandom(seed * 1_000_003 + index), DEPTH);
    }

    private static Node random(SplittableRandom random, int depth) {
        List<Node> next = new ArrayList<>();
        int children = depth == 0 ? 0 : random.nextInt(depth == DEPTH ? 1 : 0, 4);
        for (int i = 0; i < children; i++) {
            next.add(random(random, depth - 1));
        }
        Way way = WAYS.get(random.nextInt(WAYS.size()));
        int pause = random.nextInt(4) == 0 ? random.nextInt(3) : 0;
        return new Node(way, random.nextLong(), pause, random.nextInt(10) == 0, List.copyOf(next));
    }
}
