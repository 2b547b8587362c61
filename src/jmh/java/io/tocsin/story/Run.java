package io.tocsin.story;

import io.tocsin.match.NaiveMatcher;
import io.tocsin.post.Post;
import io.tocsin.post.PostId;
import io.tocsin.rule.Rule;
import io.tocsin.subscription.SubscriptionId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** What a tracker made of posts. */
final class Run {
    final List<LabelledPost> posts;
    final List<StoryEvent> events = new ArrayList<>();
    private final List<Placement> placements = new ArrayList<>();
    private final Map<Integer, Integer> joined = new HashMap<>();
    private final Set<Integer> opened = new HashSet<>();

    private final Map<PostId, Post> byId = new HashMap<>();

    private Run(List<LabelledPost> posts) {
        this.posts = posts;
        posts.forEach(post -> byId.put(post.post().id(), post.post()));
    }

    static Run of(List<LabelledPost> posts, Method method) {
        Run run = new Run(posts);
        StoryTracker tracker =
                new StoryTracker(new SubscriptionId("sub_quality"), StoryThresholds.USUAL, new Terms(), method);
        for (LabelledPost post : posts) {
            Placement placement = tracker.take(post.post(), post.at());
            run.placements.add(placement);
            run.heard(placement.events());
            if (placement.joined() != 0) {
                run.joined.put(placement.joined(), placement.group());
            }
        }
        run.heard(tracker.pass(posts.get(posts.size() - 1).at().plus(Duration.ofDays(3))));
        return run;
    }

    static List<LabelledPost> matching(List<LabelledPost> posts, Rule rule) {
        NaiveMatcher matcher = new NaiveMatcher(List.of(rule));
        List<LabelledPost> matching = new ArrayList<>();
        for (LabelledPost post : posts) {
            if (!matcher.match(post.post()).isEmpty()) {
                matching.add(post);
            }
        }
        return matching;
    }

    private void heard(List<StoryEvent> told) {
        events.addAll(told);
        told.stream()
                .filter(event -> event.kind() == StoryEvent.Kind.OPENED)
                .forEach(event -> opened.add(event.story().number()));
    }

    /** The story that stands for each post at the end; for each that none stands for, a negative number of its own. */
    List<Integer> stories() {
        List<Integer> stories = new ArrayList<>();
        for (int i = 0; i < posts.size(); i++) {
            Placement placement = placements.get(i);
            int group = now(placement.group());
            stories.add(opened.contains(group) ? group : placement.story() > 0 ? now(placement.story()) : -1 - i);
        }
        return stories;
    }

    private int now(int group) {
        int now = group;
        while (joined.containsKey(now)) {
            now = joined.get(now);
        }
        return now;
    }

    double perThousand() {
        return 1000.0 * events.size() / posts.size();
    }

    /** The share of the on-topic posts that a story stands for. */
    double represented() {
        return represented(stories());
    }

    /** The same, not counting those that a story stands for only as it has most of the subscription's posts. */
    double representedByWords() {
        return represented(placements.stream()
                .map(placement -> now(placement.group()))
                .map(group -> opened.contains(group) ? group : -1)
                .toList());
    }

    private double represented(List<Integer> stories) {
        int onTopic = 0;
        int standing = 0;
        for (int i = 0; i < posts.size(); i++) {
            if (posts.get(i).event() > 0) {
                onTopic++;
                standing += stories.get(i) > 0 ? 1 : 0;
            }
        }
        return (double) standing / onTopic;
    }

    /** From a story's first post to when it was opened, story by story. */
    List<Duration> delays() {
        return events.stream()
                .filter(event -> event.kind() == StoryEvent.Kind.OPENED)
                .map(event -> Duration.between(event.firstAt(), event.at()))
                .toList();
    }

    List<Post> headlines() {
        return events.stream()
                .flatMap(event -> event.headline().stream())
                .map(this::post)
                .toList();
    }

    List<String> lines() {
        return events.stream()
                .map(event -> "    " + event.at() + " " + event.kind() + " " + event.story() + " " + event.level() + " "
                        + event.counts().posts() + " posts. " + event.change() + " | "
                        + event.headline().map(this::post).map(Post::text).orElse(""))
                .toList();
    }

    private Post post(PostId id) {
        return Objects.requireNonNull(byId.get(id));
    }

    long count(StoryEvent.Kind kind) {
        return events.stream().filter(event -> event.kind() == kind).count();
    }
}
