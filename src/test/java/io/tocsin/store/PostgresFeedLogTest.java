package io.tocsin.store;

final class PostgresFeedLogTest extends FeedLogContract {
    PostgresFeedLogTest() {
        super(Stores.postgres());
    }
}
