package io.tocsin.match;

import io.tocsin.post.Post;
import io.tocsin.rule.Condition;
import io.tocsin.rule.Rule;
import io.tocsin.rule.RuleId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.core.KeywordAnalyzer;
import org.apache.lucene.analysis.tokenattributes.TermToBytesRefAttribute;
import org.apache.lucene.document.Document;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.index.IndexableField;
import org.apache.lucene.index.Term;
import org.apache.lucene.monitor.Monitor;
import org.apache.lucene.monitor.MonitorConfiguration;
import org.apache.lucene.monitor.MonitorQuery;
import org.apache.lucene.monitor.MultiMatchingQueries;
import org.apache.lucene.monitor.MultipassTermFilteredPresearcher;
import org.apache.lucene.monitor.Presearcher;
import org.apache.lucene.monitor.QueryMatch;
import org.apache.lucene.monitor.TermFilteredPresearcher;
import org.apache.lucene.monitor.TermWeightor;
import org.apache.lucene.search.Query;
import org.apache.lucene.util.BytesRef;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Lucene's Monitor beside our index, on the same rules and posts, by one thread each: posts a second. Both start from a
 * {@link Post}, and name the rules that it satisfies. Before anything is measured they must say the same.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 5)
@Measurement(iterations = 5, time = 5)
public class LuceneMonitorBenchmark {
    /** The Monitor is at its best with posts in batches. */
    private static final int BATCH = 100;

    private static final int COMPARED = 500;
    private static final int COUNTED = 4_000;

    @Param({"1000", "10000", "100000"})
    int rules;

    @Param("SELECTIVE")
    String mix;

    /** By which terms the Monitor files a rule: by its default, the rarest in posts, or several of the rarest. */
    @Param({"TERM", "RAREST_TERM", "RAREST_TERMS"})
    String presearcher;

    private LucenePosts lucenePosts;
    private Monitor monitor;
    private PostMatcher matcher;
    private Posting<Post> posts;

    @Setup
    public void setUp() throws IOException {
        Load.sayMachine();
        Load load = new Load();
        Map<Rule, Query> translated = new HashMap<>();
        List<Rule> both = new ArrayList<>();
        for (Rule rule : load.rules(mix, rules)) {
            Optional<Query> query = LuceneRules.query(rule.condition());
            query.ifPresent(one -> {
                both.add(rule);
                translated.put(rule, one);
            });
        }
        Load.say("%,d of %,d rules have a translation and are measured", both.size(), rules);
        lucenePosts = new LucenePosts(List.copyOf(languages(both)));
        monitor = new Monitor(
                new KeywordAnalyzer(),
                presearcher(load.posts()),
                new MonitorConfiguration().setPurgeFrequency(1, TimeUnit.DAYS));
        monitor.register(both.stream()
                .map(rule -> new MonitorQuery(rule.id().value(), translated.get(rule)))
                .toList());
        matcher = load.index(both, Runnable::run).matcher();
        posts = new Posting<>(load.posts());
        compare(load.posts().subList(0, COMPARED));
    }

    @TearDown
    public void tearDown() throws IOException {
        monitor.close();
    }

    @Benchmark
    public int luceneOne() throws IOException {
        return monitor.match(lucenePosts.document(posts.next()), QueryMatch.SIMPLE_MATCHER)
                .getMatchCount();
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public MultiMatchingQueries<QueryMatch> luceneBatch() throws IOException {
        Document[] documents = new Document[BATCH];
        for (int i = 0; i < BATCH; i++) {
            documents[i] = lucenePosts.document(posts.next());
        }
        return monitor.match(documents, QueryMatch.SIMPLE_MATCHER);
    }

    @Benchmark
    public int tocsin() {
        return matcher.match(posts.next());
    }

    private void compare(List<Post> some) throws IOException {
        int matches = 0;
        for (Post post : some) {
            Set<String> theirs = new HashSet<>();
            monitor.match(lucenePosts.document(post), QueryMatch.SIMPLE_MATCHER)
                    .getMatches()
                    .forEach(match -> theirs.add(match.getQueryId()));
            Set<String> ours = new HashSet<>();
            for (int i = matcher.match(post) - 1; i >= 0; i--) {
                RuleId id = matcher.rule(i);
                ours.add(id.value());
            }
            if (!ours.equals(theirs)) {
                throw new IllegalStateException(
                        "Lucene: " + theirs + " (expected, as we say: " + ours + ") of " + post);
            }
            matches += ours.size();
        }
        Load.say("Lucene agrees on %,d matches of %,d posts", matches, some.size());
    }

    private static Set<String> languages(List<Rule> rules) {
        Set<String> codes = new LinkedHashSet<>();
        rules.forEach(rule -> addLanguages(rule.condition(), codes));
        return codes;
    }

    private static void addLanguages(Condition condition, Set<String> codes) {
        if (condition instanceof Condition.Lang lang) {
            codes.add(lang.code());
        } else if (condition instanceof Condition.And and) {
            and.parts().forEach(part -> addLanguages(part, codes));
        } else if (condition instanceof Condition.Or or) {
            or.parts().forEach(part -> addLanguages(part, codes));
        } else if (condition instanceof Condition.Not not) {
            addLanguages(not.part(), codes);
        }
    }

    private Presearcher presearcher(List<Post> all) throws IOException {
        return switch (presearcher) {
            case "TERM" -> new TermFilteredPresearcher();
            case "RAREST_TERM" -> new TermFilteredPresearcher(rarity(all), List.of(), Set.of());
            case "RAREST_TERMS" -> new MultipassTermFilteredPresearcher(3, 0, rarity(all), List.of(), Set.of());
            default -> throw new IllegalArgumentException("presearcher: " + presearcher);
        };
    }

    /** Weighs a term by how few posts have it, as we do. */
    private TermWeightor rarity(List<Post> all) throws IOException {
        Map<Term, Integer> counts = new HashMap<>();
        for (Post post : all.subList(0, COUNTED)) {
            for (Term term : terms(lucenePosts.document(post))) {
                counts.merge(term, 1, Integer::sum);
            }
        }
        return term -> 1.0 / (1 + counts.getOrDefault(term, 0));
    }

    private static Set<Term> terms(Document document) throws IOException {
        Set<Term> terms = new HashSet<>();
        try (Analyzer analyzer = new KeywordAnalyzer()) {
            for (IndexableField field : document) {
                if (field.fieldType().indexOptions() != IndexOptions.NONE) {
                    add(field, analyzer, terms);
                }
            }
        }
        return terms;
    }

    private static void add(IndexableField field, Analyzer analyzer, Set<Term> terms) throws IOException {
        try (TokenStream words = field.tokenStream(analyzer, null)) {
            TermToBytesRefAttribute word = words.getAttribute(TermToBytesRefAttribute.class);
            words.reset();
            while (words.incrementToken()) {
                terms.add(new Term(field.name(), BytesRef.deepCopyOf(word.getBytesRef())));
            }
            words.end();
        }
    }
}
