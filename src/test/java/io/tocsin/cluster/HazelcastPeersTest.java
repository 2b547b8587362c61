package io.tocsin.cluster;

import static io.tocsin.Waiting.on;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** One member asks another. */
final class HazelcastPeersTest {
    private static final Agreement AGREEMENT = new Agreement("1.2.3", Map.of(), Map.of());
    private static final byte[] QUESTION = {1, 2};
    private static final Addresses ADDRESSES = Addresses.free(2);

    private static Member asking;
    private static Member asked;

    @BeforeAll
    static void start() {
        asking = start(0);
        asked = start(1);
    }

    private static Member start(int number) {
        return Member.start(
                ADDRESSES.config(number),
                AGREEMENT,
                "mem_" + number,
                new FakeSubscriptionStore(),
                new FakeEndpointStore());
    }

    @AfterAll
    static void stop() {
        asked.close();
        asking.close();
    }

    private static HazelcastPeers peers(Member member, int number) {
        return new HazelcastPeers(ADDRESSES.instance(number), member.roster());
    }

    private static CompletionStage<byte[]> ask(String member) {
        return peers(asking, 0).ask(member, QUESTION);
    }

    private static AskedException failure(String member) {
        return (AskedException) assertThat(ask(member).toCompletableFuture())
                .failsWithin(Duration.ofSeconds(10))
                .withThrowableOfType(ExecutionException.class)
                .havingCause()
                .isInstanceOf(AskedException.class)
                .actual();
    }

    @Test
    void ask_notThere_nothingWasDone() {
        assertThat(failure("mem_9").perhapsDone()).isFalse();
    }

    @Test
    void ask_notReadyYet_nothingWasDone() throws Exception {
        ADDRESSES.instance(1).getUserContext().clear();
        byte[] answer = on(ask("mem_1"));
        assertThatThrownBy(() -> Answer.results(answer))
                .isInstanceOfSatisfying(
                        AskedException.class,
                        failure -> assertThat(failure.perhapsDone()).isFalse())
                .hasMessageContaining("not ready to write");
    }

    @Test
    void ask_answers_isTheAnswer() throws Exception {
        peers(asked, 1).open(CompletableFuture::completedFuture, news -> {});
        assertThat(on(ask("mem_1"))).isEqualTo(QUESTION);
    }

    @Test
    void ask_breaksDownAsItAnswers_mayHaveDoneIt() {
        peers(asked, 1)
                .open(question -> CompletableFuture.failedFuture(new IllegalStateException("a bug")), news -> {});
        assertThat(failure("mem_1").perhapsDone()).isTrue();
    }
}
