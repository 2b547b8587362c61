package io.tocsin.match;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.tocsin.rule.Condition;
import io.tocsin.rule.RuleId;
import java.util.Arrays;
import java.util.List;

/** Makes one {@link Segment} of rules, and of what lives in other segments. Used once, by one thread. */
final class SegmentBuilder {
    private static final int ABSENT = -1;

    private final Vocabulary vocabulary;
    private final Names names;
    private final Ints code = new Ints();
    private final Ints nodes = new Ints();
    private final Compiler compiler;
    private final Statistics statistics;

    /** @param known segments whose statistics say where rules are best filed */
    SegmentBuilder(long seed, List<Segment> known) {
        vocabulary = new Vocabulary(seed);
        names = new Names(seed);
        compiler = new Compiler(code, vocabulary);
        statistics = new Statistics(known);
    }

    void add(RuleId id, Condition condition) {
        begin();
        compiler.compile(condition);
        names.add(id, condition.written());
    }

    void addAll(Segment segment, Dead dead) {
        int[] renumbered = new int[segment.vocabulary().size()];
        Arrays.fill(renumbered, ABSENT);
        for (int rule = 0; rule < segment.size(); rule++) {
            if (!dead.has(rule)) {
                int from = segment.node(rule);
                int to = Code.next(segment.code(), from);
                int start = begin();
                code.addAll(segment.code(), from, to);
                renumber(start, segment.vocabulary(), renumbered);
                names.add(segment.names(), rule);
            }
        }
    }

    /** Where the next rule's code starts; its number stands before it. */
    @CanIgnoreReturnValue
    private int begin() {
        code.add(nodes.size());
        nodes.add(code.size());
        return code.size();
    }

    private void renumber(int start, Vocabulary other, int[] renumbered) {
        int[] all = code.array();
        for (int node = start; node < code.size(); ) {
            for (int at = Code.firstFeature(node); at < Code.afterFeatures(all, node); at++) {
                int feature = all[at] & ~Code.GLUED;
                if (renumbered[feature] == ABSENT) {
                    renumbered[feature] = vocabulary.add(other, feature);
                }
                all[at] = (all[at] & Code.GLUED) | renumbered[feature];
            }
            boolean inner = Code.hasChildren(Code.operation(all, node));
            node = inner ? node + Code.HEADER : Code.next(all, node);
        }
    }

    Segment build() {
        vocabulary.trim();
        names.trim();
        int features = vocabulary.size();
        double[] rates = new double[features];
        for (int feature = 0; feature < features; feature++) {
            rates[feature] = statistics.rate(vocabulary, feature);
        }
        int[] rules = code.toArray();
        Postings postings = new Postings(features);
        Filing filing = new Filing(rules, feature -> rates[feature], postings);
        for (int rule = 0; rule < nodes.size(); rule++) {
            postings.begin();
            filing.file(nodes.get(rule));
            postings.end();
        }
        postings.sort();
        return new Segment(vocabulary, names, rules, nodes.toArray(), postings, rates, statistics.posts());
    }
}
