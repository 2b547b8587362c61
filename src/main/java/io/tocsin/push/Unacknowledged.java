package io.tocsin.push;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Which alerts of a feed a session was sent and has not acknowledged. What was passed over in between is not among
 * them.
 */
final class Unacknowledged {
    /** Runs of numbers, in order. */
    private final Deque<Run> runs = new ArrayDeque<>(2);

    private long count;

    private record Run(long from, long to) {
        long size() {
            return to - from + 1;
        }
    }

    long count() {
        return count;
    }

    /** All from the one to the other are sent now; none if there are none in between. */
    void sent(long from, long to) {
        if (to < from) {
            return;
        }
        Run last = runs.peekLast();
        if (last != null && last.to() + 1 == from) {
            runs.removeLast();
            runs.addLast(new Run(last.from(), to));
        } else {
            runs.addLast(new Run(from, to));
        }
        count += to - from + 1;
    }

    /** All up to this one are acknowledged. */
    void acknowledged(long sequence) {
        while (!runs.isEmpty() && runs.getFirst().from() <= sequence) {
            Run first = runs.removeFirst();
            count -= first.size();
            if (first.to() > sequence) {
                Run rest = new Run(sequence + 1, first.to());
                runs.addFirst(rest);
                count += rest.size();
            }
        }
    }
}
