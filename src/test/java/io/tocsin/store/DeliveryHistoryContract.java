package io.tocsin.store;

import static io.tocsin.store.Samples.A;
import static io.tocsin.store.Samples.B;
import static io.tocsin.store.Samples.NOON;
import static io.tocsin.store.Samples.endpoint;
import static io.tocsin.store.Samples.get;
import static io.tocsin.store.Samples.raise;
import static io.tocsin.store.Samples.retract;
import static io.tocsin.store.Samples.subscription;
import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.alert.Cursor;
import io.tocsin.delivery.Attempt;
import io.tocsin.delivery.Claim;
import io.tocsin.delivery.Delivery;
import io.tocsin.delivery.DeliveryHistory;
import io.tocsin.delivery.DeliveryHistory.Counts;
import io.tocsin.delivery.DeliveryHistory.Made;
import io.tocsin.delivery.DeliveryHistory.Parked;
import io.tocsin.delivery.DeliveryHistory.Sample;
import io.tocsin.delivery.DeliveryLog.Settled;
import io.tocsin.delivery.EndpointId;
import io.tocsin.delivery.Outcome;
import io.tocsin.delivery.Step;
import io.tocsin.subscription.SubscriptionId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What every store can tell about deliveries. */
abstract class DeliveryHistoryContract {
    private static final EndpointId ONE = new EndpointId("ep_1");
    private static final EndpointId TWO = new EndpointId("ep_2");

    private volatile Instant now = NOON;
    private Store store;
    private DeliveryHistory history;
    private Claim claim;

    @RegisterExtension
    final Stores stores;

    DeliveryHistoryContract(Stores stores) {
        this.stores = stores;
    }

    @BeforeEach
    void begin() {
        store = stores.open(() -> now);
        history = store.history();
        get(store.subscriptions().save(subscription(A)));
        get(store.subscriptions().save(subscription(B)));
        get(store.endpoints().save(endpoint(ONE.value())));
        get(store.endpoints().save(endpoint(TWO.value())));
        claim = get(store.deliveries().claim(ONE)).orElseThrow();
    }

    private static Settled waiting(SubscriptionId feed, long sequence, long afterSeconds) {
        return new Settled(
                new Delivery(ONE, new Cursor(feed, sequence), 1),
                new Step.Retry(NOON.plusSeconds(afterSeconds), "busy"),
                Optional.empty());
    }

    private static Settled dead(SubscriptionId feed, long sequence) {
        return new Settled(new Delivery(ONE, new Cursor(feed, sequence), 9), new Step.Failed("lost"), Optional.empty());
    }

    private static Attempt attempt(Outcome outcome, int status, String excerpt) {
        return new Attempt(NOON, Duration.ofMillis(12), outcome, OptionalInt.of(status), excerpt);
    }

    private static Settled accepted(SubscriptionId feed, long sequence, String excerpt) {
        return new Settled(
                new Delivery(ONE, new Cursor(feed, sequence), 1),
                new Step.Done(),
                Optional.of(attempt(new Outcome.Accepted(), 200, excerpt)));
    }

    private void settle(Settled... deliveries) {
        get(store.deliveries().settle(claim, List.of(deliveries), List.of()));
    }

    /** All pages of two. */
    private List<Cursor> all(boolean dead) {
        List<Cursor> all = new ArrayList<>();
        List<Parked> page = get(history.parked(ONE, dead, Optional.empty(), 2));
        while (!page.isEmpty()) {
            page.forEach(parked -> all.add(parked.delivery().alert()));
            page = get(history.parked(ONE, dead, Optional.of(page.get(page.size() - 1)), 2));
        }
        return all;
    }

    private List<Cursor> attempted(EndpointId endpoint, OptionalLong before, int limit) {
        return get(history.attempts(endpoint, before, limit)).stream()
                .map(made -> made.delivery().alert())
                .toList();
    }

    @Test
    void parked_waiting_isPagedByDue() {
        settle(
                waiting(A, 1, 30),
                waiting(A, 2, 10),
                waiting(B, 1, 10),
                waiting(B, 2, 20),
                dead(A, 3),
                waiting(A, 4, 10));
        assertThat(all(false))
                .containsExactly(
                        new Cursor(A, 2), new Cursor(A, 4), new Cursor(B, 1), new Cursor(B, 2), new Cursor(A, 1));
    }

    @Test
    void parked_dead_isPagedByFeedAndNumber() {
        settle(dead(B, 1), dead(A, 7), waiting(A, 2, 10), dead(A, 3), dead(B, 9), dead(A, 5));
        assertThat(all(true))
                .containsExactly(
                        new Cursor(A, 3), new Cursor(A, 5), new Cursor(A, 7), new Cursor(B, 1), new Cursor(B, 9));
    }

    @Test
    void parked_ofOneAlert_saysWhyAndWhen() {
        settle(waiting(A, 1, 30), dead(A, 2), accepted(A, 3, ""));
        assertThat(get(history.parked(ONE, new Cursor(A, 1))))
                .contains(
                        new Parked(new Delivery(ONE, new Cursor(A, 1), 1), Optional.of(NOON.plusSeconds(30)), "busy"));
        assertThat(get(history.parked(ONE, new Cursor(A, 2))))
                .contains(new Parked(new Delivery(ONE, new Cursor(A, 2), 9), Optional.empty(), "lost"));
        assertThat(get(history.parked(ONE, new Cursor(A, 3)))).isEmpty();
        assertThat(get(history.parked(TWO, new Cursor(A, 1)))).isEmpty();
    }

    @Test
    void attempts_areAsTheyWereMade() {
        Outcome busy = new Outcome.Deferred("status 500", Optional.empty());
        Attempt silent = new Attempt(NOON, Duration.ofSeconds(15), new Outcome.Aborted("why"), OptionalInt.empty(), "");
        settle(new Settled(
                new Delivery(ONE, new Cursor(A, 1), 1),
                new Step.Retry(NOON.plusSeconds(5), "x"),
                Optional.of(attempt(busy, 500, "no\0ne <here>"))));
        settle(new Settled(new Delivery(ONE, new Cursor(A, 1), 2), new Step.Failed("why"), Optional.of(silent)));
        List<Made> made = get(history.attempts(ONE, new Cursor(A, 1), 10));
        assertThat(made).extracting(Made::attempt).containsExactly(attempt(busy, 500, "no\uFFFDne <here>"), silent);
        assertThat(made).extracting(one -> one.delivery().attempts()).containsExactly(1, 2);
        assertThat(made).extracting(Made::next).containsExactly(Optional.of(NOON.plusSeconds(5)), Optional.empty());
        assertThat(get(history.attempts(TWO, new Cursor(A, 1), 10))).isEmpty();
    }

    @Test
    void attempts_arePagedLatestFirst() {
        settle(accepted(A, 1, ""), accepted(B, 1, ""));
        settle(accepted(A, 2, ""));
        assertThat(attempted(ONE, OptionalLong.empty(), 2)).containsExactly(new Cursor(A, 2), new Cursor(B, 1));
        long last = get(history.attempts(ONE, OptionalLong.empty(), 2)).get(1).number();
        assertThat(attempted(ONE, OptionalLong.of(last), 2)).containsExactly(new Cursor(A, 1));
        assertThat(attempted(TWO, OptionalLong.empty(), 2)).isEmpty();
    }

    @Test
    void samples_andCounts_sayHowItIs() {
        settle(accepted(A, 1, ""), waiting(A, 2, 10), waiting(A, 3, 10), dead(A, 4));
        assertThat(get(history.samples(ONE, 10))).containsExactly(new Sample(NOON, Duration.ofMillis(12), true));
        assertThat(get(history.counts(ONE))).isEqualTo(new Counts(2, 1));
        assertThat(get(history.counts(TWO))).isEqualTo(new Counts(0, 0));
    }

    @Test
    void attempts_goWithTheirEndpoint_andWithTheirFeed() {
        settle(accepted(A, 1, ""), accepted(B, 1, ""));
        get(store.subscriptions().remove(A));
        assertThat(attempted(ONE, OptionalLong.empty(), 10)).containsExactly(new Cursor(B, 1));
        get(store.endpoints().remove(ONE));
        assertThat(stores.count("attempt")).isZero();
    }

    @Test
    void attempts_areKeptForAWeek() {
        settle(accepted(A, 1, ""));
        now = NOON.plus(Duration.ofDays(7));
        long unused = get(store.expire());
        assertThat(stores.count("attempt")).isEqualTo(1);
        now = now.plusSeconds(1);
        unused = get(store.expire());
        assertThat(stores.count("attempt")).isZero();
    }

    /** An endpoint may answer with what it was sent. */
    @Test
    void excerpt_ofAPostThatIsTakenBack_isGone() {
        get(store.feeds().append(List.of(raise("1", A))));
        get(store.feeds().append(List.of(raise("2", A))));
        settle(accepted(A, 1, "you said: text of 1"), accepted(A, 2, "you said: text of 2"));
        get(store.feeds().append(List.of(retract("1"))));
        assertThat(stores.rows("SELECT response FROM attempt ORDER BY sequence"))
                .containsExactly("", "you said: text of 2");
    }
}
