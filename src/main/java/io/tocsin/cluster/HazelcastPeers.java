package io.tocsin.cluster;

import com.hazelcast.cluster.Member;
import com.hazelcast.config.Config;
import com.hazelcast.config.ExecutorConfig;
import com.hazelcast.core.ExecutionCallback;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.HazelcastInstanceAware;
import com.hazelcast.core.IExecutorService;
import com.hazelcast.topic.ITopic;
import io.tocsin.subscription.SubscriptionId;
import java.io.Serializable;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Members ask each other over the connections that Hazelcast has between them. */
final class HazelcastPeers implements Peers {
    private static final String APPENDS = "appends";
    private static final String NEWS = "news";
    /** A request holds one of these while the store writes; each member has few under way here. */
    private static final int ANSWERING = 32;

    private static final int MAX_WAITING = 1_024;
    /** A member that is there answers within the store's own patience; this is for one that does not. */
    static final Duration ANSWER_LIMIT = Duration.ofSeconds(30);

    private static final Duration TELL_LIMIT = Duration.ofSeconds(1);

    private final HazelcastInstance hazelcast;
    private final Roster roster;
    private final IExecutorService appends;
    private final ITopic<byte[]> news;

    HazelcastPeers(HazelcastInstance hazelcast, Roster roster) {
        this.hazelcast = hazelcast;
        this.roster = roster;
        this.appends = hazelcast.getExecutorService(APPENDS);
        this.news = hazelcast.getTopic(NEWS);
    }

    static Config setUp(Config config) {
        return config.addExecutorConfig(new ExecutorConfig(APPENDS, ANSWERING)
                .setQueueCapacity(MAX_WAITING)
                .setStatisticsEnabled(false));
    }

    /**
     * From here on this member answers, and hears what others tell.
     *
     * @param answers never throws, never fails
     */
    void open(Function<byte[], CompletionStage<byte[]>> answers, Consumer<byte[]> hears) {
        hazelcast.getUserContext().put(APPENDS, answers);
        var unused = news.addMessageListener(message -> {
            if (!message.getPublishingMember().localMember()) {
                hears.accept(message.getMessageObject());
            }
        });
    }

    @Override
    public String self() {
        return roster.self();
    }

    @Override
    public String ownerOf(SubscriptionId feed) {
        return roster.owner(feed.value()).map(Peer::id).orElse("");
    }

    @Override
    public CompletionStage<byte[]> ask(String member, byte[] request) {
        Optional<Member> asked = roster.find(member);
        if (asked.isEmpty()) {
            return CompletableFuture.failedStage(new AskedException("member " + member + ": not there"));
        }
        CompletableFuture<byte[]> answer = new CompletableFuture<>();
        try {
            appends.submitToMember(new Request(request), asked.get(), new ExecutionCallback<>() {
                @Override
                public void onResponse(byte[] response) {
                    answer.complete(response);
                }

                @Override
                public void onFailure(Throwable failure) {
                    answer.completeExceptionally(new AskedException("member " + member + ": " + failure, failure));
                }
            });
        } catch (RuntimeException e) {
            return CompletableFuture.failedStage(new AskedException("member " + member + ": " + e, e));
        }
        return answer.orTimeout(ANSWER_LIMIT.toMillis(), TimeUnit.MILLISECONDS)
                .exceptionallyCompose(failure -> CompletableFuture.failedStage(
                        failure instanceof AskedException
                                ? failure
                                : new AskedException("member " + member + ": no answer", failure)));
    }

    @Override
    public CompletionStage<?> tellOthers(byte[] message) {
        CompletableFuture<Boolean> told = new CompletableFuture<>();
        if (roster.members().size() < 2) {
            told.complete(true);
            return told;
        }
        try {
            var unused = news.publishAsync(message).whenComplete((none, failure) -> told.complete(failure == null));
        } catch (RuntimeException e) {
            return CompletableFuture.failedStage(new AskedException("all members: " + e, e));
        }
        return told.completeOnTimeout(false, TELL_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Runs where it is answered. */
    private static final class Request implements Callable<byte[]>, Serializable, HazelcastInstanceAware {
        private static final long serialVersionUID = 1L;

        private final byte[] request;
        private transient @Nullable HazelcastInstance here;

        Request(byte[] request) {
            this.request = request;
        }

        @Override
        public void setHazelcastInstance(HazelcastInstance instance) {
            here = instance;
        }

        @Override
        @SuppressWarnings("unchecked") // What open() put there.
        public byte[] call() throws Exception {
            HazelcastInstance instance = here;
            Object answers = instance == null ? null : instance.getUserContext().get(APPENDS);
            if (answers == null) {
                return Answer.later("not ready to write");
            }
            return ((Function<byte[], CompletionStage<byte[]>>) answers)
                    .apply(request)
                    .toCompletableFuture()
                    .get(ANSWER_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        }
    }
}
