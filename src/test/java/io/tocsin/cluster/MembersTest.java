package io.tocsin.cluster;

import static io.tocsin.Waiting.next;
import static io.tocsin.Waiting.on;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.Waiting;
import io.tocsin.rule.Rule;
import io.tocsin.subscription.Subscription;
import io.tocsin.subscription.SubscriptionId;
import io.tocsin.subscription.SubscriptionListener;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Several members over one store, each with a door of its own. */
final class MembersTest {
    private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
    private static final Agreement AGREEMENT = agreement("256");

    private final FakeSubscriptionStore store = new FakeSubscriptionStore();
    private final FakeEndpointStore endpointStore = new FakeEndpointStore();
    private final Addresses addresses = Addresses.free(3);
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();

    private static Agreement agreement(String maxTerms) {
        return new Agreement("1.2.3", Map.of("rules.maxTerms", maxTerms), Map.of());
    }

    private Member start(int number, Agreement agreement) {
        Member member = Member.start(addresses.config(number), agreement, "mem_" + number, store, endpointStore);
        opened.push(member);
        return member;
    }

    private Member start(int number) {
        return start(number, AGREEMENT);
    }

    @AfterEach
    void stop() throws Exception {
        while (!opened.isEmpty()) {
            opened.pop().close();
        }
    }

    @Test
    void start_theOthersAreThere_joinsThem() {
        Member first = start(0);
        Member second = start(1);
        List<Peer> both =
                List.of(new Peer("mem_0", addresses.at(0), "1.2.3"), new Peer("mem_1", addresses.at(1), "1.2.3"));
        assertThat(first.roster().members()).isEqualTo(both);
        assertThat(second.roster().members()).isEqualTo(both);
        assertThat(second.roster().self()).isEqualTo("mem_1");
    }

    @Test
    void start_anotherClusterName_standsAlone() {
        start(0);
        ClusterConfig config = addresses.config(1);
        Member other = Member.start(
                new ClusterConfig("other", config.join(), config.bind(), config.publicly(), config.deadAfter()),
                AGREEMENT,
                "mem_1",
                store,
                endpointStore);
        opened.push(other);
        assertThat(other.roster().members()).hasSize(1);
    }

    /** As behind a router: it can be called at that address, but can't call from it. */
    @Test
    void start_publicAddressIsNotOfThisMachine_joins() {
        Member first = start(0);
        ClusterConfig config = addresses.config(1);
        HostPort elsewhere = new HostPort("192.0.2.1", 5701);
        opened.push(Member.start(
                new ClusterConfig(
                        config.name(), config.join(), config.bind(), Optional.of(elsewhere), config.deadAfter()),
                AGREEMENT,
                "mem_1",
                store,
                endpointStore));
        assertThat(first.roster().members())
                .containsExactly(new Peer("mem_0", addresses.at(0), "1.2.3"), new Peer("mem_1", elsewhere, "1.2.3"));
    }

    @Test
    void start_settingDiffers_isRefusedAndLeaves() throws Exception {
        Member first = start(0);
        BlockingQueue<String> heard = listen(first);
        assertThatThrownBy(() -> start(1, agreement("100")))
                .isInstanceOf(JoinException.class)
                .hasMessage("rules.maxTerms: 100 (expected: 256, as on " + addresses.at(0) + ")");
        assertThat(List.of(next(heard), next(heard))).containsExactly("joined mem_1", "left mem_1");
        assertThat(first.roster().members()).hasSize(1);
        assertThat(owners(first).values()).containsOnly("mem_0");
    }

    @Test
    void start_portTaken_isRefused() {
        start(0);
        assertThatThrownBy(() -> start(0))
                .isInstanceOf(JoinException.class)
                .hasMessageStartingWith("cluster.bind: " + addresses.at(0) + " can't be used: ")
                .hasMessageEndingWith(" (expected: a free port of an address of this machine)");
    }

    @Test
    void start_bindIsNoAddressOfOurs_isRefused() {
        ClusterConfig config = addresses.config(0);
        HostPort elsewhere = new HostPort("192.0.2.1", 5701);
        assertThatThrownBy(() -> Member.start(
                        new ClusterConfig("a", config.join(), elsewhere, config.publicly(), config.deadAfter()),
                        AGREEMENT,
                        "mem_0",
                        store,
                        endpointStore))
                .isInstanceOf(JoinException.class)
                .hasMessageStartingWith("cluster.bind: 192.0.2.1:5701 can't be used: ");
    }

    @Test
    void owner_isTheSameOnEveryMember_andEachOwnsSome() throws Exception {
        Member first = start(0);
        BlockingQueue<String> heard = listen(first);
        Member second = start(1);
        assertThat(next(heard)).isEqualTo("joined mem_1");
        assertThat(next(heard)).isEqualTo("owners");
        awaitSafe(second);
        assertThat(owners(second)).isEqualTo(owners(first));
        assertThat(Set.copyOf(owners(first).values())).containsExactlyInAnyOrder("mem_0", "mem_1");
    }

    private static void awaitSafe(Member member) {
        Waiting.until(
                "all is safe",
                Duration.ofSeconds(10),
                () -> member.safe().toCompletableFuture().join());
    }

    @Test
    void settled_othersCome_staysSo() throws Exception {
        Member first = start(0);
        assertThat(on(first.settled())).isTrue();
        Member second = start(1);
        assertThat(first.settled()).isCompletedWithValue(true);
        awaitSafe(second);
        assertThat(on(second.settled())).isTrue();
        second.close();
        assertThat(second.settled()).isCompletedWithValue(false);
    }

    private static Map<String, String> owners(Member member) {
        return keys().collect(Collectors.toMap(key -> key, key -> owner(member, key)));
    }

    @Test
    void subscription_createdOnOne_isHeardOnTheOther() throws Exception {
        Member first = start(0);
        Member second = start(1);
        BlockingQueue<SubscriptionId> heard = new LinkedBlockingQueue<>();
        second.subscriptions().listen(new SubscriptionListener() {
            @Override
            public void put(Subscription subscription) {
                heard.add(subscription.id());
            }

            @Override
            public void removed(SubscriptionId id) {
                heard.add(id);
            }
        });
        Subscription created = on(first.subscriptions().create(subscription("sub_1")));
        assertThat(next(heard)).isEqualTo(created.id());
        assertThat(on(second.subscriptions().find(created.id()))).contains(created);
    }

    /** What a process that is killed looks like to the others. */
    @Test
    void left_memberEndsWithoutAWord_isToldWithinFiveSeconds() throws Exception {
        Member first = start(0);
        start(1);
        BlockingQueue<String> heard = listen(first);
        long began = System.nanoTime();
        addresses.instance(1).getLifecycleService().terminate();
        assertThat(next(heard)).isEqualTo("left mem_1");
        assertThat(System.nanoTime() - began).isLessThan(5_000_000_000L);
        assertThat(first.roster().members()).hasSize(1);
    }

    @Test
    void reconcile_storeChangedBehindEveryMember_heals() throws Exception {
        Member first = start(0);
        Member second = start(1);
        on(first.reconcile());
        assertThat(first.loaded()).isTrue();
        assertThat(second.loaded()).isFalse();
        on(store.save(subscription("sub_9")));
        on(second.reconcile());
        assertThat(second.loaded()).isTrue();
        assertThat(on(second.subscriptions().all())).containsExactly(subscription("sub_9"));
        ClusterState state = on(first.state());
        assertThat(state.members()).extracting(ClusterState.Seen::lag).containsExactly(1L, 0L);
        assertThat(state.members().stream().mapToInt(ClusterState.Seen::owned).sum())
                .isEqualTo(271);
        assertThat(state.self()).isEqualTo("mem_0");
    }

    @Test
    void start_boundToEveryAddress_isReachedAtItsPublicOne() {
        start(0);
        ClusterConfig config = addresses.config(1);
        HostPort everywhere = new HostPort("0.0.0.0", config.bind().port());
        HostPort publicly = new HostPort("127.0.0.2", config.bind().port());
        Member second = Member.start(
                new ClusterConfig(config.name(), config.join(), everywhere, Optional.of(publicly), config.deadAfter()),
                AGREEMENT,
                "mem_1",
                store,
                endpointStore);
        opened.push(second);
        assertThat(second.roster().members()).extracting(Peer::address).containsExactly(addresses.at(0), publicly);
    }

    /** Two parts of a cluster, each of which takes itself for all of it; then they find each other. */
    @Test
    void merged_bothSidesChanged_allIsAsInTheStore() throws Exception {
        Member here = apart(0, AGREEMENT);
        Member there = apart(1, AGREEMENT);
        on(here.subscriptions().create(subscription("sub_1")));
        on(there.reconcile());
        on(here.reconcile());
        Subscription fromThere = on(there.subscriptions().update(new SubscriptionId("sub_1"), MembersTest::disabled))
                .orElseThrow();
        Subscription newHere = on(here.subscriptions().create(subscription("sub_2")));
        Subscription newThere = on(there.subscriptions().create(subscription("sub_3")));
        BlockingQueue<String> heardHere = listen(here);
        BlockingQueue<String> heardThere = listen(there);
        together();
        assertThat(next(heardHere)).isEqualTo("joined mem_1");
        assertThat(next(heardThere)).isEqualTo("joined mem_0");
        on(here.reconcile());
        on(there.reconcile());
        for (Member member : List.of(here, there)) {
            assertThat(member.roster().members()).hasSize(2);
            assertThat(on(member.subscriptions().all())).containsExactly(fromThere, newHere, newThere);
        }
        Subscription again = on(here.subscriptions().update(fromThere.id(), MembersTest::disabled))
                .orElseThrow();
        assertThat(again.version()).isEqualTo(3);
        assertThat(on(store.find(again.id()))).contains(again);
    }

    @Test
    void merged_settingsDiffer_oneLeaves() throws Exception {
        Member here = apart(0, AGREEMENT);
        Member there = apart(1, agreement("100"));
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        for (Member member : List.of(here, there)) {
            member.roster().listen(new MemberListener() {
                @Override
                public void joined(Peer peer) {
                    // It is told when it goes.
                }

                @Override
                public void left(Peer peer) {
                    heard.add(peer.id());
                }

                @Override
                public void ownersChanged() {
                    // Of no interest here.
                }
            });
        }
        together();
        boolean thereLeft = next(heard).equals("mem_1");
        assertThat(here.roster().running()).isEqualTo(thereLeft);
        assertThat((thereLeft ? here : there).roster().members()).hasSize(1);
    }

    /** A member that knows of no other. */
    private Member apart(int number, Agreement agreement) {
        ClusterConfig config = addresses.config(number);
        Member member = Member.start(
                new ClusterConfig(
                        config.name(),
                        new Join.Tcp(List.of(config.bind())),
                        config.bind(),
                        config.publicly(),
                        config.deadAfter()),
                agreement,
                "mem_" + number,
                store,
                endpointStore);
        opened.push(member);
        return member;
    }

    /** The first two know each other's address from here on. */
    private void together() {
        for (int number = 0; number < 2; number++) {
            addresses
                    .instance(number)
                    .getConfig()
                    .getAdvancedNetworkConfig()
                    .getJoin()
                    .getTcpIpConfig()
                    .addMember(addresses.at(1 - number).toString());
        }
    }

    private static Subscription disabled(Subscription one) {
        return one.changed(one.name(), one.rule(), one.purpose(), false, NOON);
    }

    private static BlockingQueue<String> listen(Member member) {
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        member.roster().listen(new MemberListener() {
            @Override
            public void joined(Peer peer) {
                heard.add("joined " + peer.id());
            }

            @Override
            public void left(Peer peer) {
                heard.add("left " + peer.id());
            }

            @Override
            public void ownersChanged() {
                heard.add("owners");
            }
        });
        return heard;
    }

    private static java.util.stream.Stream<String> keys() {
        return IntStream.range(0, 100).mapToObj(i -> "sub_" + i);
    }

    private static String owner(Member member, String key) {
        return member.roster().owner(key).orElseThrow().id();
    }

    private static Subscription subscription(String text) {
        SubscriptionId id = new SubscriptionId(text);
        return new Subscription(id, "Floods", Rule.parse(id.rule(), "flood"), "relief", true, NOON, NOON, 1);
    }
}
