package io.tocsin.story;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.post.Post;
import io.tocsin.post.PostEvent;
import io.tocsin.post.PostId;
import io.tocsin.subscription.SubscriptionId;
import io.tocsin.wire.PostReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The bundled posts of the Alberta floods of 2013, all of one event. */
final class RealStoriesTest {
    private static final List<Placement> PLACEMENTS = new ArrayList<>();
    private static final List<StoryEvent> EVENTS = new ArrayList<>();

    @BeforeAll
    static void track() {
        StoryTracker tracker = new StoryTracker(new SubscriptionId("sub_floods"), StoryThresholds.USUAL, new Terms());
        for (Post post : posts()) {
            Placement placement = tracker.take(post, post.createdAt());
            PLACEMENTS.add(placement);
            EVENTS.addAll(placement.events());
        }
    }

    @Test
    void take_oneEvent_fewAlerts() {
        assertThat(EVENTS).hasSizeBetween(2, 45);
    }

    @Test
    void take_oneEvent_oneStoryHasMostPosts() {
        int last = PLACEMENTS.get(PLACEMENTS.size() - 1).story();
        assertThat(EVENTS)
                .filteredOn(event -> event.story().number() == last)
                .last()
                .satisfies(event -> assertThat(event.counts().posts()).isGreaterThan(2_000));
        assertThat(PLACEMENTS).filteredOn(placement -> placement.story() == 0).hasSizeLessThan(300);
    }

    @Test
    void take_oneEvent_storiesThatBeganApartBecomeOne() {
        List<Integer> opened = EVENTS.stream()
                .filter(event -> event.kind() == StoryEvent.Kind.OPENED)
                .map(event -> event.story().number())
                .toList();
        assertThat(PLACEMENTS).extracting(Placement::joined).containsAnyElementsOf(opened);
    }

    @Test
    void take_oneEvent_noHeadlineTwice() {
        List<PostId> headlines = EVENTS.stream()
                .map(StoryEvent::headline)
                .flatMap(Optional::stream)
                .toList();
        assertThat(headlines).hasSizeGreaterThan(1).doesNotHaveDuplicates();
    }

    @Test
    void take_oneEvent_versionsHaveNoGap() {
        for (int number :
                EVENTS.stream().map(event -> event.story().number()).distinct().toList()) {
            List<Integer> versions = EVENTS.stream()
                    .filter(event -> event.story().number() == number)
                    .map(StoryEvent::version)
                    .toList();
            for (int i = 0; i < versions.size(); i++) {
                assertThat(versions.get(i)).isEqualTo(i + 1);
            }
        }
    }

    private static List<Post> posts() {
        List<Post> posts = new ArrayList<>();
        try (InputStream in = RealStoriesTest.class.getResourceAsStream("/io/tocsin/demo/alberta-floods-2013.ndjson")) {
            PostReader.ndjson().feed(in.readAllBytes(), Instant.EPOCH, item -> {
                PostReader.Item.Good good = (PostReader.Item.Good) item;
                posts.add(((PostEvent.Published) good.event()).post());
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return posts;
    }
}
