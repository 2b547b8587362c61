package io.tocsin.store;

final class SqliteFeedLogTest extends FeedLogContract {
    SqliteFeedLogTest() {
        super(Stores.sqlite());
    }
}
