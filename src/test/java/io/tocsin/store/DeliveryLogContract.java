package io.tocsin.store;

import static io.tocsin.store.Samples.A;
import static io.tocsin.store.Samples.B;
import static io.tocsin.store.Samples.NOON;
import static io.tocsin.store.Samples.endpoint;
import static io.tocsin.store.Samples.get;
import static io.tocsin.store.Samples.subscription;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.alert.Cursor;
import io.tocsin.delivery.Claim;
import io.tocsin.delivery.Delivery;
import io.tocsin.delivery.DeliveryLog;
import io.tocsin.delivery.DeliveryLog.Settled;
import io.tocsin.delivery.Endpoint;
import io.tocsin.delivery.EndpointId;
import io.tocsin.delivery.OvertakenException;
import io.tocsin.delivery.Step;
import io.tocsin.subscription.SubscriptionId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What every delivery log does. */
abstract class DeliveryLogContract {
    private static final EndpointId ONE = new EndpointId("ep_1");
    private static final EndpointId TWO = new EndpointId("ep_2");

    private Store store;
    private DeliveryLog log;
    private Claim claim;

    @RegisterExtension
    final Stores stores;

    DeliveryLogContract(Stores stores) {
        this.stores = stores;
    }

    @BeforeEach
    void begin() {
        store = stores.open(InstantSource.fixed(NOON));
        log = store.deliveries();
        get(store.subscriptions().save(subscription(A)));
        get(store.subscriptions().save(subscription(B)));
        get(store.endpoints().save(endpoint(ONE.value())));
        get(store.endpoints().save(endpoint(TWO.value())));
        claim = claim(ONE);
    }

    private Claim claim(EndpointId endpoint) {
        return get(log.claim(endpoint)).orElseThrow();
    }

    private static Delivery delivery(SubscriptionId feed, long sequence, int attempts) {
        return new Delivery(ONE, new Cursor(feed, sequence), attempts);
    }

    private static Settled retry(Delivery delivery, long afterSeconds) {
        return new Settled(delivery, new Step.Retry(NOON.plusSeconds(afterSeconds), "503"), Optional.empty());
    }

    private static Settled dead(Delivery delivery) {
        return new Settled(delivery, new Step.Failed("410"), Optional.empty());
    }

    private static Settled done(Delivery delivery) {
        return new Settled(delivery, new Step.Done(), Optional.empty());
    }

    private void settle(Settled... deliveries) {
        get(log.settle(claim, List.of(deliveries), List.of()));
    }

    private void move(Cursor... cursors) {
        get(log.settle(claim, List.of(), List.of(cursors)));
    }

    private List<Delivery> due(Instant now, int limit) {
        return get(log.due(ONE, now, limit));
    }

    private List<Delivery> parked(SubscriptionId feed, long after) {
        return get(log.parked(ONE, new Cursor(feed, after)));
    }

    @Test
    void cursor_beforeTheFirstSettle_isEmpty() {
        assertThat(get(log.cursor(ONE, A))).isEmpty();
    }

    @Test
    void cursor_isWhereItWasSettled_byEndpointAndFeed() {
        move(new Cursor(A, 4), new Cursor(B, 0));
        assertThat(get(log.cursor(ONE, A))).contains(new Cursor(A, 4));
        assertThat(get(log.cursor(ONE, B))).contains(new Cursor(B, 0));
        assertThat(get(log.cursor(TWO, A))).isEmpty();
    }

    @Test
    void settle_aCursorThatWouldGoBack_staysWhereItIs() {
        move(new Cursor(A, 4));
        move(new Cursor(A, 3));
        assertThat(get(log.cursor(ONE, A))).contains(new Cursor(A, 4));
    }

    @Test
    void due_isWhatWaitedLongEnough_longestDueFirst() {
        settle(
                retry(delivery(A, 1, 1), 20),
                retry(delivery(A, 2, 1), 10),
                retry(delivery(B, 1, 2), 15),
                retry(delivery(A, 3, 1), 21));
        assertThat(due(NOON.plusSeconds(20), 10))
                .containsExactly(delivery(A, 2, 1), delivery(B, 1, 2), delivery(A, 1, 1));
        assertThat(due(NOON.plusSeconds(20), 2)).containsExactly(delivery(A, 2, 1), delivery(B, 1, 2));
        assertThat(due(NOON.plusSeconds(9), 2)).isEmpty();
    }

    @Test
    void due_staysUntilSettledAgain() {
        settle(retry(delivery(A, 1, 1), 0));
        assertThat(due(NOON, 10)).isEqualTo(due(NOON, 10)).hasSize(1);
        settle(retry(delivery(A, 1, 2), 30));
        assertThat(due(NOON, 10)).isEmpty();
        assertThat(due(NOON.plusSeconds(30), 10)).containsExactly(delivery(A, 1, 2));
    }

    @Test
    void settle_done_forgetsIt() {
        settle(retry(delivery(A, 1, 1), 0), retry(delivery(B, 1, 1), 0));
        settle(done(delivery(A, 1, 2)));
        assertThat(due(NOON, 10)).containsExactly(delivery(B, 1, 1));
        assertThat(parked(A, 0)).isEmpty();
    }

    @Test
    void settle_failed_isParkedAndNeverDue() {
        settle(retry(delivery(A, 1, 1), 0));
        settle(dead(delivery(A, 1, 2)));
        assertThat(due(Instant.MAX, 10)).isEmpty();
        assertThat(get(log.nextDue(ONE))).isEmpty();
        assertThat(parked(A, 0)).containsExactly(delivery(A, 1, 2));
    }

    @Test
    void nextDue_isTheFirstThatWaits() {
        assertThat(get(log.nextDue(ONE))).isEmpty();
        settle(retry(delivery(A, 1, 1), 20), retry(delivery(B, 1, 1), 10), dead(delivery(A, 2, 1)));
        assertThat(get(log.nextDue(ONE))).contains(NOON.plusSeconds(10));
        assertThat(get(log.nextDue(TWO))).isEmpty();
    }

    @Test
    void parked_isOneFeedsAfterTheCursor_bySequence() {
        settle(
                dead(delivery(A, 5, 9)),
                retry(delivery(A, 3, 1), 10),
                retry(delivery(A, 4, 1), 5),
                retry(delivery(B, 9, 1), 5));
        assertThat(parked(A, 3)).containsExactly(delivery(A, 4, 1), delivery(A, 5, 9));
    }

    @Test
    void settle_ofAnEndpointThatIsGone_keepsNothing() {
        get(store.endpoints().remove(ONE));
        get(log.settle(claim, List.of(retry(delivery(A, 1, 1), 0)), List.of(new Cursor(A, 1))));
        get(store.endpoints().save(endpoint(ONE.value())));
        assertThat(get(log.cursor(ONE, A))).isEmpty();
        assertThat(parked(A, 0)).isEmpty();
    }

    @Test
    void settle_inAFeedThatIsGone_keepsTheOthers() {
        get(store.subscriptions().remove(A));
        get(log.settle(
                claim,
                List.of(retry(delivery(A, 1, 1), 0), retry(delivery(B, 1, 1), 0)),
                List.of(new Cursor(A, 1), new Cursor(B, 1))));
        assertThat(get(log.cursor(ONE, A))).isEmpty();
        assertThat(get(log.cursor(ONE, B))).contains(new Cursor(B, 1));
        assertThat(due(NOON, 10)).containsExactly(delivery(B, 1, 1));
    }

    @Test
    void remove_ofTheEndpoint_takesItsCursorsAndDeliveriesAlone() {
        Delivery other = new Delivery(TWO, new Cursor(A, 1), 1);
        settle(retry(delivery(A, 1, 1), 0), dead(delivery(A, 2, 1)));
        move(new Cursor(A, 2));
        get(log.settle(claim(TWO), List.of(retry(other, 0)), List.of(new Cursor(A, 1))));
        get(store.endpoints().remove(ONE));
        get(store.endpoints().save(endpoint(ONE.value())));
        assertThat(get(log.cursor(ONE, A))).isEmpty();
        assertThat(parked(A, 0)).isEmpty();
        assertThat(get(log.cursor(TWO, A))).contains(new Cursor(A, 1));
        assertThat(get(log.due(TWO, NOON, 10))).containsExactly(other);
    }

    @Test
    void remove_ofTheSubscription_takesItsCursorsAndDeliveriesAlone() {
        settle(retry(delivery(A, 1, 1), 0), retry(delivery(B, 1, 1), 0));
        move(new Cursor(A, 1), new Cursor(B, 1));
        get(store.subscriptions().remove(A));
        get(store.subscriptions().save(subscription(A)));
        assertThat(get(log.cursor(ONE, A))).isEmpty();
        assertThat(due(NOON, 10)).containsExactly(delivery(B, 1, 1));
    }

    @Test
    void claim_ofAnEndpointThatIsNotThere_isNone() {
        assertThat(get(log.claim(new EndpointId("ep_none")))).isEmpty();
    }

    @Test
    void settle_afterALaterClaim_failsAndChangesNothing() {
        settle(retry(delivery(A, 1, 1), 0));
        Claim later = claim(ONE);
        assertThat(later).isEqualTo(new Claim(ONE, claim.number() + 1));
        assertThatThrownBy(() -> get(log.settle(claim, List.of(dead(delivery(A, 1, 2))), List.of(new Cursor(A, 9)))))
                .hasCauseInstanceOf(OvertakenException.class);
        assertThat(due(NOON, 10)).containsExactly(delivery(A, 1, 1));
        assertThat(get(log.cursor(ONE, A))).isEmpty();
        get(log.settle(later, List.of(done(delivery(A, 1, 2))), List.of(new Cursor(A, 1))));
        assertThat(due(NOON, 10)).isEmpty();
    }

    @Test
    void claim_ofAnotherEndpoint_leavesItsOwn() {
        claim(TWO);
        settle(retry(delivery(A, 1, 1), 0));
        assertThat(due(NOON, 10)).hasSize(1);
    }

    @Test
    void save_ofTheEndpoint_leavesItsClaim() {
        Endpoint one = endpoint(ONE.value());
        get(store.endpoints().save(one.changed(one.url(), one.subscriptions(), "changed", true, NOON)));
        settle(retry(delivery(A, 1, 1), 0));
        assertThat(due(NOON, 10)).hasSize(1);
    }

    @Test
    void revive_ofDeadLetters_letsThemWaitFromTheBeginning() {
        settle(
                dead(delivery(A, 1, 10)),
                dead(delivery(A, 2, 10)),
                dead(delivery(A, 4, 10)),
                retry(delivery(A, 3, 2), 60),
                dead(delivery(B, 2, 10)));
        assertThat(get(log.revive(ONE, A, 2, 9, NOON))).isEqualTo(2);
        assertThat(due(NOON, 10)).containsExactly(delivery(A, 2, 0), delivery(A, 4, 0));
        assertThat(get(log.revive(ONE, A, 2, 9, NOON))).isZero();
    }

    @Test
    void revive_ofMoreThanOneWrite_takesAll() {
        Settled[] dead = LongStream.rangeClosed(1, 2_500)
                .mapToObj(sequence -> dead(delivery(A, sequence, 3)))
                .toArray(Settled[]::new);
        settle(dead);
        assertThat(get(log.revive(ONE, A, 1, Long.MAX_VALUE, NOON))).isEqualTo(2_500);
        assertThat(due(NOON, 5_000)).hasSize(2_500);
    }

    @Test
    void repeat_ofWhatTheCursorHasPassed_letsItWait_onceEach() {
        settle(dead(delivery(A, 2, 10)), retry(delivery(A, 3, 2), 60));
        move(new Cursor(A, 4));
        assertThat(get(log.repeat(ONE, A, 1, 9, NOON))).isEqualTo(3);
        assertThat(due(NOON, 10)).containsExactly(delivery(A, 1, 0), delivery(A, 2, 0), delivery(A, 4, 0));
        assertThat(get(log.repeat(ONE, A, 1, 9, NOON))).isZero();
    }

    @Test
    void repeat_ofMoreThanOneWrite_takesAll() {
        move(new Cursor(A, 2_500));
        assertThat(get(log.repeat(ONE, A, 1, Long.MAX_VALUE / 2, NOON))).isEqualTo(2_500);
        assertThat(due(NOON, 5_000)).hasSize(2_500);
    }
}
