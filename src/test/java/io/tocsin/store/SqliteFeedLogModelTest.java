package io.tocsin.store;

final class SqliteFeedLogModelTest extends FeedLogModelContract {
    SqliteFeedLogModelTest() {
        super(Stores.sqlite());
    }
}
