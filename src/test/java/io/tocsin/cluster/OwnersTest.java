package io.tocsin.cluster;

import static io.tocsin.Waiting.next;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.Waiting;
import io.tocsin.alert.Cursor;
import io.tocsin.feed.Appended;
import io.tocsin.feed.FeedChange;
import io.tocsin.feed.InMemoryFeedLog;
import io.tocsin.feed.News;
import io.tocsin.feed.Posts;
import io.tocsin.feed.View;
import io.tocsin.post.Receipt;
import io.tocsin.subscription.SubscriptionId;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Real members over one log and one view. */
final class OwnersTest {
    private static final Agreement AGREEMENT = new Agreement("1.2.3", Map.of(), Map.of());

    private final FakeSubscriptionStore subscriptions = new FakeSubscriptionStore();
    private final FakeEndpointStore endpoints = new FakeEndpointStore();
    private final InMemoryFeedLog log = new InMemoryFeedLog();
    private final FakeViews views = new FakeViews();
    private final Addresses addresses = Addresses.free(2);
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private final Map<Owners, BlockingQueue<News>> heard = new HashMap<>();
    private final BlockingQueue<Boolean> moves = new LinkedBlockingQueue<>();

    private Owners start(int number) {
        return start(number, () -> {});
    }

    /** @param first hears of moves before the test does */
    private Owners start(int number, Runnable first) {
        Member member = Member.start(addresses.config(number), AGREEMENT, "mem_" + number, subscriptions, endpoints);
        opened.push(member);
        Owners owners = member.owners(
                log,
                views,
                epoch -> CompletableFuture.completedFuture(null),
                Duration.ofSeconds(5),
                InstantSource.system());
        BlockingQueue<News> hears = new LinkedBlockingQueue<>();
        heard.put(owners, hears);
        owners.listen(first);
        owners.listen(() -> moves.add(true));
        owners.open(hears::add);
        return owners;
    }

    @AfterEach
    void stop() throws Exception {
        while (!opened.isEmpty()) {
            opened.pop().close();
        }
    }

    private News news(Owners who) throws InterruptedException {
        return next(Objects.requireNonNull(heard.get(who)));
    }

    private static List<SubscriptionId> feeds() {
        return IntStream.range(0, 50)
                .mapToObj(i -> new SubscriptionId("sub_" + i))
                .toList();
    }

    /** Waits for moves until each key has the owner that it is to have. */
    private void settled(Owners... all) throws InterruptedException {
        while (!feeds().stream().allMatch(feed -> owning(feed, all).size() == 1)
                || !List.of(all).stream().allMatch(one -> feeds().stream().anyMatch(feed -> one.owns(feed.value())))) {
            boolean moved = next(moves);
            assertThat(moved).isTrue();
        }
    }

    private static List<Owners> owning(SubscriptionId feed, Owners... all) {
        List<Owners> owning = new ArrayList<>();
        for (Owners one : all) {
            if (one.owns(feed.value())) {
                owning.add(one);
            }
        }
        return owning;
    }

    @Test
    void append_toFeedsOfBoth_eachIsWrittenOnce_bothHear() throws InterruptedException {
        Owners here = start(0);
        Owners there = start(1);
        settled(here, there);
        List<FeedChange.Target> targets = feeds().stream()
                .map(feed -> new FeedChange.Target(feed, List.of()))
                .toList();

        List<Appended> results = here.feeds()
                .append(List.of(new FeedChange.Raise(Posts.post("1", "storm"), targets, Posts.NOON)))
                .toCompletableFuture()
                .orTimeout(30, TimeUnit.SECONDS)
                .join();

        assertThat(results.get(0).receipt()).isEqualTo(Receipt.ACCEPTED);
        assertThat(results.get(0).added())
                .containsExactlyInAnyOrderElementsOf(
                        feeds().stream().map(feed -> new Cursor(feed, 1)).toList());
        // The other hears what this one wrote, and what it wrote for this one.
        Set<SubscriptionId> heardThere = new HashSet<>();
        while (heardThere.size() < feeds().size()) {
            heardThere.addAll(news(there).heads().keySet());
        }
        assertThat(heardThere).isEqualTo(Set.copyOf(feeds()));
        // This one knows by the results what it wrote itself.
        assertThat(news(here).heads().keySet()).isNotEmpty().hasSizeLessThan(feeds().size());
    }

    @Test
    void close_theOtherOwnsAll() throws Exception {
        Owners here = start(0);
        Owners there = start(1);
        settled(here, there);

        opened.pop().close();
        settled(here);

        assertThat(there.serving()).isFalse();
        assertThat(views.latest().members()).containsExactly("mem_0");
    }

    /** Who is still seen would be taken in again, and the other would have to find out that it is dead. */
    @Test
    void close_firstOfTwo_isTakenOutWhenItIsSeenNoMore() throws Exception {
        Owners here = start(0);
        Owners there = start(1);
        settled(here, there);
        long epoch = views.latest().epoch();
        Roster seen = ((Member) opened.getFirst()).roster();
        views.beforeReplacing(() -> Waiting.until(
                "it is seen no more",
                Duration.ofSeconds(5),
                () -> seen.members().size() == 1));

        opened.removeLast().close();
        settled(there);

        assertThat(views.latest().members()).containsExactly("mem_1");
        assertThat(views.latest().epoch()).isEqualTo(epoch + 1);
    }

    /** As it does when it finds that it doesn't agree with the others. */
    @Test
    void owns_hazelcastIsShutDown_nothing_andAppendsAreRefused() throws Exception {
        Owners here = start(0);
        settled(here);
        addresses.instance(0).shutdown();
        while (feeds().stream().anyMatch(feed -> here.owns(feed.value()))) {
            boolean moved = next(moves);
            assertThat(moved).isTrue();
        }

        assertThat(here.serving()).isFalse();
        assertThatThrownBy(() -> here.feeds()
                        .append(List.of(new FeedChange.Raise(
                                Posts.post("1", "storm"),
                                List.of(new FeedChange.Target(feeds().get(0), List.of())),
                                Posts.NOON)))
                        .toCompletableFuture()
                        .orTimeout(30, TimeUnit.SECONDS)
                        .join())
                .hasRootCauseInstanceOf(AskedException.class);
    }

    @Test
    void look_aListenerThrew_goesOn() throws Exception {
        CountDownLatch thrown = new CountDownLatch(1);
        Owners here = start(0, () -> {
            if (thrown.getCount() > 0) {
                thrown.countDown();
                throw new IllegalStateException("closed");
            }
        });
        assertThat(thrown.await(10, TimeUnit.SECONDS)).isTrue();
        views.put(new View(9, Set.of("mem_7", "mem_8", "mem_9"), 0));
        boolean moved = next(moves);
        assertThat(moved).isTrue();
        assertThat(here.serving()).isFalse();
    }
}
