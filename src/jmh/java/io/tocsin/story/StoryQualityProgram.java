package io.tocsin.story;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tocsin.rule.Rule;
import io.tocsin.rule.RuleId;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Says how good stories are, on labelled posts and the subscriptions that were made for such events. Argument: the
 * folder with {@code 2013-*.ndjson} and {@code crisis-subscriptions.json}; a second one, {@code events}, has the events
 * of each subscription printed.
 */
public final class StoryQualityProgram {
    /** The files, and the rule of each: a subscription's name, or a rule where none was made for the event. */
    private static final String[][] EVENTS = {
        {"2013-alberta-floods", "Alberta Floods 2013"},
        {"2013-boston-bombings", "Boston Bombings 2013"},
        {"2013-oklahoma-tornado", "oklahoma OR tornado"},
    };

    private static final double[] COSINES = {0.1, 0.2, 0.3, 0.4};

    private StoryQualityProgram() {}

    public static void main(String[] args) throws IOException {
        if (args.length == 0) {
            throw new IllegalArgumentException("arguments: none (expected: the folder of the labelled posts)");
        }
        Path folder = Path.of(args[0]);
        List<List<LabelledPost>> events = new ArrayList<>();
        List<List<LabelledPost>> matched = new ArrayList<>();
        for (String[] event : EVENTS) {
            List<LabelledPost> posts = LabelledPost.read(folder.resolve(event[0] + ".ndjson"), events.size() + 1);
            events.add(posts);
            matched.add(Run.matching(posts, rule(folder, event[1])));
        }
        NearDuplicates.say(events);
        sayAlerts(matched, args.length > 1);
        sayClusterings(events, matched);
        saySensitivity(matched);
    }

    private static Rule rule(Path folder, String named) throws IOException {
        for (JsonNode node : new ObjectMapper()
                .readTree(folder.resolve("crisis-subscriptions.json").toFile())) {
            if (node.get("name").asText().equals(named)) {
                return Rule.parse(new RuleId(named), node.get("rule").asText());
            }
        }
        return Rule.parse(new RuleId(named), named);
    }

    private static void sayAlerts(List<List<LabelledPost>> matched, boolean events) {
        say("%n## Alerts: one subscription, its matched posts%n");
        say("| posts | told in | posts | alerts | opened | updated | closed | per 1,000 | represented | by its words "
                + "| near-duplicate pairs | first alert after | longest |");
        say("|---|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|");
        for (int i = 0; i < EVENTS.length; i++) {
            sayAlerts(EVENTS[i][0], "English", matched.get(i), events);
            for (MadeUpTongue tongue : MadeUpTongue.values()) {
                List<LabelledPost> told =
                        matched.get(i).stream().map(tongue::tell).toList();
                sayAlerts(EVENTS[i][0], tongue.name().toLowerCase(Locale.ROOT), told, false);
            }
        }
    }

    private static void sayAlerts(String event, String tongue, List<LabelledPost> posts, boolean events) {
        Run run = Run.of(posts, Method.USUAL);
        say(
                "| %s | %s | %,d | %d | %d | %d | %d | %.1f | %.1f %% | %.1f %% | %.2f %% | %d min | %d min |",
                event,
                tongue,
                posts.size(),
                run.events.size(),
                run.count(StoryEvent.Kind.OPENED),
                run.count(StoryEvent.Kind.UPDATED),
                run.count(StoryEvent.Kind.CLOSED),
                run.perThousand(),
                100 * run.represented(),
                100 * run.representedByWords(),
                100 * NearDuplicates.pairs(run.headlines()),
                run.delays().get(0).toMinutes(),
                run.delays().stream()
                        .max(Comparator.naturalOrder())
                        .orElseThrow()
                        .toMinutes());
        if (events) {
            run.lines().forEach(System.out::println);
        }
    }

    private static void sayClusterings(List<List<LabelledPost>> events, List<List<LabelledPost>> matched) {
        say("%n## Clusterings: several events at the same time, in one subscription%n");
        say("| posts | method | posts | groups | NMI | AMI | B³ precision | B³ recall | B³ F1 |");
        say("|---|---|--:|--:|--:|--:|--:|--:|--:|");
        List<LabelledPost> together = together(matched);
        sayClustering(
                "matched", "stories", together, Run.of(together, Method.USUAL).stories());
        sayClustering("matched", "exact hash", together, Baselines.exactHash(together));
        for (double cosine : COSINES) {
            String name = "single-pass tf-idf cosine, " + cosine;
            sayClustering("matched", name, together, Baselines.singlePass(together, cosine));
        }
        for (int left = 0; left < matched.size(); left++) {
            List<List<LabelledPost>> others = new ArrayList<>(matched);
            others.remove(left);
            List<LabelledPost> two = together(others);
            sayClustering(
                    "matched, without " + EVENTS[left][0],
                    "stories",
                    two,
                    Run.of(two, Method.USUAL).stories());
        }
        List<LabelledPost> nine = nine(matched);
        sayClustering(
                "matched, each told in three tongues",
                "stories",
                nine,
                Run.of(nine, Method.USUAL).stories());
        List<LabelledPost> all = together(events);
        List<LabelledPost> onTopic =
                all.stream().filter(post -> post.event() > 0).toList();
        sayClustering(
                "all on-topic, no rule",
                "stories",
                onTopic,
                Run.of(onTopic, Method.USUAL).stories());
        sayClustering(
                "all, off-topic too, no rule",
                "stories",
                all,
                Run.of(all, Method.USUAL).stories());
    }

    /** Only posts of which an event is known are compared; the others are there to be in the way. */
    private static void sayClustering(String posts, String name, List<LabelledPost> all, List<Integer> groups) {
        Clustering found = clustering(all, groups);
        say(
                "| %s | %s | %,d | %,d | %.2f | %.2f | %.2f | %.2f | %.2f |",
                posts,
                name,
                found.posts(),
                found.groups(),
                found.nmi(),
                found.ami(),
                found.precision(),
                found.recall(),
                found.f());
    }

    private static Clustering clustering(List<LabelledPost> posts, List<Integer> groups) {
        List<Integer> labelled = new ArrayList<>();
        List<Integer> events = new ArrayList<>();
        for (int i = 0; i < groups.size(); i++) {
            if (posts.get(i).event() > 0) {
                labelled.add(groups.get(i));
                events.add(posts.get(i).event());
            }
        }
        return Clustering.of(labelled, events);
    }

    private static void saySensitivity(List<List<LabelledPost>> matched) {
        say("%n## Other constants: NMI / B³ precision / B³ recall of matched posts of three events%n");
        say("| join \\ merge | 2.5 | 3 | 3.5 |");
        say("|--:|--:|--:|--:|");
        List<LabelledPost> together = together(matched);
        for (double join : new double[] {2.5, 3, 3.5}) {
            StringBuilder line = new StringBuilder("| " + join + " |");
            for (double merge : new double[] {2.5, 3, 3.5}) {
                Clustering found = clustering(
                        together, Run.of(together, needing(join, merge)).stories());
                line.append(String.format(
                        Locale.ROOT, " %.2f / %.2f / %.2f |", found.nmi(), found.precision(), found.recall()));
            }
            System.out.println(line);
        }
    }

    private static Method needing(double join, double merge) {
        Method usual = Method.USUAL;
        return new Method(
                join,
                merge,
                usual.tie(),
                usual.background(),
                usual.unseen(),
                usual.most(),
                usual.dominant(),
                usual.halfLifeMillis());
    }

    /** The events' posts as if all had begun at the same time. */
    private static List<LabelledPost> together(List<List<LabelledPost>> events) {
        Instant start = events.get(0).get(0).at();
        return inOrder(events.stream()
                .flatMap(event -> shifted(event, Duration.between(event.get(0).at(), start))));
    }

    /** Each event in three tongues, as three events that begin some hours apart. */
    private static List<LabelledPost> nine(List<List<LabelledPost>> events) {
        List<LabelledPost> three = together(events);
        Stream<LabelledPost> all = three.stream();
        int before = 0;
        for (MadeUpTongue tongue : MadeUpTongue.values()) {
            before += events.size();
            int further = before;
            Stream<LabelledPost> told = three.stream()
                    .map(tongue::tell)
                    .map(post -> new LabelledPost(post.post(), post.event() == 0 ? 0 : post.event() + further));
            all = Stream.concat(all, shifted(told.toList(), Duration.ofHours(2L * further)));
        }
        return inOrder(all);
    }

    private static Stream<LabelledPost> shifted(List<LabelledPost> posts, Duration by) {
        return posts.stream().map(post -> post.later(by));
    }

    private static List<LabelledPost> inOrder(Stream<LabelledPost> posts) {
        return posts.sorted(Comparator.comparing(LabelledPost::at)).toList();
    }

    static void say(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
    }
}
