package com.leadrouter.kapture;

import static org.assertj.core.api.Assertions.assertThat;

import com.leadrouter.kapture.KnownCustomers.KnownCustomer;
import com.leadrouter.kapture.ToldCustomers.Counts;
import com.leadrouter.lead.DestinationName;
import com.leadrouter.lead.PersonHashes;
import com.leadrouter.platform.KeyedHashes;
import com.leadrouter.postgres.Database;
import com.leadrouter.postgres.TestDatabases;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

class ToldCustomersIT {

    private static final DestinationName HERE = new DestinationName("kapture");
    private static final String PHONE = "+919876543210";
    private static final String OTHER_PHONE = "+919876543211";
    private static final String EMAIL = "ada@example.com";
    private static final UUID PULL = new UUID(0, 1);
    private static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.MILLIS);

    private static Database database;
    private static JdbcClient jdbc;

    private final PersonHashes hashes = new PersonHashes(KeyedHashes.with("a secret"));
    private final KaptureCustomers known = new KaptureCustomers(jdbc, hashes);
    private final ToldCustomers told = new ToldCustomers(TransactionOperations.withoutTransaction(), jdbc, hashes);
    private final CustomerSearch search = new CustomerSearch(jdbc, hashes);

    @BeforeAll
    static void connect() {
        database = TestDatabases.create().migrated();
        jdbc = database.jdbc();
    }

    @BeforeEach
    void empty() {
        database.execute("truncate kapture_customer, lead, delivery, erased_person");
    }

    @Test
    void whoALeadHasThePhoneOrTheEmailOfIsKeptWhole() {
        lead(1, PHONE, null);
        lead(2, null, EMAIL);

        told.take(HERE, PULL, NOW, List.of(customer(7, "Ada", PHONE, "a@example.com"), customer(8, "Bo", null, EMAIL)));

        assertThat(row(7))
                .containsEntry("explained", true)
                .containsEntry("name", "Ada")
                .containsEntry("phone", PHONE);
        assertThat(row(8))
                .containsEntry("explained", true)
                .containsEntry("name", "Bo")
                .containsEntry("email", EMAIL);
        assertThat(row(7).get("phone_hash")).isNull();
    }

    @Test
    void whomADeliveryToldOfIsKeptWholeWhateverItsPhone() {
        known.remember(HERE, new KnownCustomer(new CustomerId(7), null, null));
        lead(1, null, null);
        lead(2, null, null);
        delivery(1, "7");
        delivery(2, "8");

        told.take(
                HERE,
                PULL,
                NOW.plusSeconds(60),
                List.of(customer(7, "Ada", PHONE, EMAIL), customer(8, "Bo", null, null)));

        assertThat(row(7))
                .containsEntry("name", "Ada")
                .containsEntry("phone", PHONE)
                .containsEntry("email", EMAIL);
        assertThat(row(8)).containsEntry("explained", true).containsEntry("name", "Bo");
    }

    @Test
    void ofWhomNoLeadExplainsNothingIsKeptThatTellsWhoItIs() {
        told.take(HERE, PULL, NOW, List.of(customer(7, "Ada Lovelace", PHONE, EMAIL)));

        assertThat(row(7))
                .containsEntry("explained", false)
                .containsEntry("name", null)
                .containsEntry("phone", null)
                .containsEntry("email", null);
        assertThat((byte[]) row(7).get("phone_hash")).hasSize(32);
        assertThat((byte[]) row(7).get("email_hash")).hasSize(32);
        assertThat(jdbc.sql("select k::text from kapture_customer k")
                        .query(String.class)
                        .single())
                .doesNotContainIgnoringCase("ada")
                .doesNotContain("9876543210");
    }

    @Test
    void whoIsKnownByHashesIsFoundWhenTheLeadComes() {
        told.take(HERE, PULL, NOW, List.of(customer(7, "Ada", PHONE, EMAIL)));

        assertThat(known.find(HERE, PHONE, null)).contains(new KnownCustomer(new CustomerId(7), PHONE, null));
        assertThat(known.find(HERE, null, "ADA@example.com"))
                .contains(new KnownCustomer(new CustomerId(7), null, EMAIL));
        assertThat(known.find(HERE, PHONE, EMAIL)).contains(new KnownCustomer(new CustomerId(7), PHONE, EMAIL));
        assertThat(known.find(HERE, OTHER_PHONE, "b@example.com")).isEmpty();

        known.remember(HERE, new KnownCustomer(new CustomerId(7), PHONE, null));

        assertThat(row(7))
                .containsEntry("explained", true)
                .containsEntry("phone", PHONE)
                .containsEntry("phone_hash", null);
        assertThat(known.find(HERE, null, EMAIL)).map(KnownCustomer::id).contains(new CustomerId(7));
    }

    @Test
    void toldAgainItChangesNothing() {
        lead(1, PHONE, null);
        List<RemoteCustomer> customers =
                List.of(customer(7, "Ada", PHONE, EMAIL), customer(8, "Bo", OTHER_PHONE, null));

        assertThat(told.take(HERE, PULL, NOW, customers)).isEqualTo(new Counts(2, 2, 0));
        List<Map<String, Object>> before = rows();

        assertThat(told.take(HERE, PULL, NOW, customers)).isEqualTo(new Counts(0, 0, 0));
        assertThat(told.take(HERE, new UUID(0, 2), NOW, customers)).isEqualTo(new Counts(2, 0, 0));
        assertThat(rows())
                .usingRecursiveComparison()
                .ignoringFieldsMatchingRegexes(".*pull_id")
                .isEqualTo(before);
    }

    @Test
    void whoStandsTwiceInOneAnswerIsTakenOnceAndTheNewerWins() {
        lead(1, PHONE, null);

        assertThat(told.take(
                        HERE,
                        PULL,
                        NOW,
                        List.of(modified(7, "New", PHONE, NOW), modified(7, "Old", PHONE, NOW.minusSeconds(9)))))
                .isEqualTo(new Counts(1, 1, 0));

        assertThat(row(7)).containsEntry("name", "New");
    }

    @Test
    void ofAnswersToOneQuestionTheLaterChangeWins() {
        lead(1, PHONE, null);
        told.take(HERE, PULL, NOW, List.of(modified(7, "New", PHONE, NOW)));

        assertThat(told.take(HERE, new UUID(0, 2), NOW, List.of(modified(7, "Old", PHONE, NOW.minusSeconds(9)))))
                .isEqualTo(new Counts(1, 0, 0));
        assertThat(row(7)).containsEntry("name", "New");

        assertThat(told.take(HERE, new UUID(0, 3), NOW, List.of(modified(7, "Newest", PHONE, NOW.plusSeconds(1)))))
                .isEqualTo(new Counts(1, 0, 1));
        assertThat(row(7)).containsEntry("name", "Newest");
    }

    @Test
    void theLaterQuestionWinsWhateverTheLocalTimesSay() {
        lead(1, PHONE, null);
        told.take(HERE, PULL, NOW, List.of(modified(7, "Old", PHONE, NOW)));

        assertThat(told.take(
                        HERE,
                        new UUID(0, 2),
                        NOW.plusSeconds(1),
                        List.of(modified(7, "New", PHONE, NOW.minusSeconds(3600), NOW.minusSeconds(7200)))))
                .isEqualTo(new Counts(1, 0, 1));
        assertThat(row(7)).containsEntry("name", "New");
        assertThat(jdbc.sql("select created_at from kapture_customer where modified_at = :modified")
                        .param("modified", NOW.minusSeconds(3600).atOffset(ZoneOffset.UTC))
                        .query(OffsetDateTime.class)
                        .single())
                .isEqualTo(NOW.minusSeconds(7200).atOffset(ZoneOffset.UTC));

        told.take(HERE, PULL, NOW, List.of(modified(7, "Old", PHONE, NOW.plusSeconds(3600))));
        assertThat(row(7)).containsEntry("name", "New");
    }

    @Test
    void whomNoLeadExplainsAnyMoreThePullTakesForAStranger() {
        lead(1, PHONE, null);
        lead(2, null, null);
        delivery(2, "8");
        List<RemoteCustomer> customers =
                List.of(customer(7, "Ada", PHONE, EMAIL), customer(8, "Bo", OTHER_PHONE, null));
        told.take(HERE, PULL, NOW, customers);
        database.execute("truncate lead"); // their deliveries may live longer

        assertThat(told.take(
                        HERE,
                        new UUID(0, 2),
                        NOW.plusSeconds(1),
                        List.of(customer(7, null, null, null), customers.getLast())))
                .isEqualTo(new Counts(2, 0, 0));

        assertStrangers();
        assertThat(known.find(HERE, PHONE, null)).map(KnownCustomer::id).contains(new CustomerId(7));
        assertThat(known.find(HERE, null, EMAIL)).map(KnownCustomer::id).contains(new CustomerId(7));
        assertThat(known.find(HERE, OTHER_PHONE, null)).map(KnownCustomer::id).contains(new CustomerId(8));
    }

    @Test
    void aStrangerWithoutADateWasCreatedWhenFirstSeen() {
        told.take(HERE, PULL, NOW, List.of(customer(7, "Ada", PHONE, EMAIL)));
        told.take(HERE, PULL, NOW.plusSeconds(9), List.of(customer(7, "Ada", PHONE, EMAIL)));

        assertThat(jdbc.sql("select created_at from kapture_customer")
                        .query(OffsetDateTime.class)
                        .single())
                .isEqualTo(NOW.atOffset(ZoneOffset.UTC));
    }

    @Test
    void whatADeliveryHasToldSinceTheQuestionIsNotOverwritten() {
        known.remember(HERE, new KnownCustomer(new CustomerId(7), PHONE, null));

        told.take(HERE, PULL, NOW.minusSeconds(60), List.of(modified(7, "Ada", OTHER_PHONE, NOW.plusSeconds(1))));

        assertThat(row(7)).containsEntry("phone", PHONE);
        assertThat(row(7).get("confirmed_at")).isNotNull();
    }

    @Test
    void blankAndMaskedValuesLeaveWhatIsKnown() {
        lead(1, PHONE, null);
        told.take(HERE, PULL, NOW, List.of(customer(7, "Ada", PHONE, EMAIL)));

        assertThat(told.take(HERE, new UUID(0, 2), NOW.plusSeconds(1), List.of(customer(7, null, null, null))))
                .isEqualTo(new Counts(1, 0, 0));

        assertThat(row(7))
                .containsEntry("name", "Ada")
                .containsEntry("phone", PHONE)
                .containsEntry("email", EMAIL);
    }

    @Test
    void whateverKaptureTakesForANameOrAnAddressIsNoFault() {
        lead(1, PHONE, null);

        told.take(
                HERE,
                PULL,
                NOW,
                List.of(customer(7, "A\0da" + "\uD83D\uDE00".repeat(9999), PHONE, "a".repeat(9999) + "@example.com")));

        assertThat((String) row(7).get("name")).startsWith("Ada\uD83D\uDE00").hasSize(3 + 2 * 297);
        assertThat(row(7)).containsEntry("email", null).containsEntry("phone", PHONE);
    }

    @Test
    void whoIsDeletedAtKaptureIsGoneAndMayComeBack() {
        lead(1, PHONE, null);
        told.take(HERE, PULL, NOW, List.of(customer(7, "Ada", PHONE, EMAIL)));

        assertThat(told.take(HERE, new UUID(0, 2), NOW.plusSeconds(1), List.of(deleted(7))))
                .isEqualTo(new Counts(1, 0, 1));
        assertThat(known.find(HERE, PHONE, EMAIL)).isEmpty();
        assertThat(search.page(HERE, null, null, 10).customers()).isEmpty();

        assertThat(told.take(HERE, new UUID(0, 3), NOW.plusSeconds(2), List.of(customer(7, "Ada", PHONE, EMAIL))))
                .isEqualTo(new Counts(1, 0, 1));
        assertThat(known.find(HERE, PHONE, EMAIL)).isPresent();
    }

    @Test
    void whatAGetFoundGoneAnEarlierQuestionDoesNotBringBack() {
        lead(1, PHONE, null);
        told.take(HERE, PULL, NOW, List.of(customer(7, "Ada", PHONE, EMAIL)));
        told.gone(HERE, new CustomerId(7), NOW.plusSeconds(5));
        told.gone(HERE, new CustomerId(9), NOW.plusSeconds(5));

        told.take(
                HERE,
                PULL,
                NOW.plusSeconds(4),
                List.of(customer(7, "Ada", PHONE, EMAIL), customer(9, "Bo", null, null)));

        assertThat(row(7).get("gone_at")).isNotNull();
        assertThat(row(9).get("gone_at")).isNotNull();
        assertThat(known.find(HERE, PHONE, EMAIL)).isEmpty();
    }

    @Test
    void searchFindsByIdPhoneEmailHashAndTheBeginningOfTheName() {
        lead(1, PHONE, null);
        lead(2, null, EMAIL);
        told.take(
                HERE,
                PULL,
                NOW,
                List.of(
                        customer(7, "Ada Lovelace", PHONE, null),
                        customer(8, "ada Byron", null, EMAIL),
                        customer(9, "Nobody's", OTHER_PHONE, "n@example.com")));

        assertThat(ids("7")).containsExactly(7L);
        assertThat(ids("9876543210")).containsExactly(7L);
        assertThat(ids("+91 98765 43210")).containsExactly(7L);
        assertThat(ids("ADA@example.com")).containsExactly(8L);
        assertThat(ids("ADA")).containsExactly(8L, 7L);
        assertThat(ids("ada l")).containsExactly(7L);
        assertThat(ids(OTHER_PHONE)).containsExactly(9L);
        assertThat(ids("N@example.com")).containsExactly(9L);
        assertThat(ids("nobody")).isEmpty();
        assertThat(ids(null)).containsExactly(9L, 8L, 7L);
    }

    @Test
    void pagesFollowOneAnotherWithoutGapsOrRepetition() {
        LongStream.rangeClosed(1, 25).forEach(i -> lead((int) i, "+9198765432" + (10 + i), null));
        told.take(
                HERE,
                PULL,
                NOW,
                LongStream.rangeClosed(1, 25)
                        .mapToObj(i -> customer(i, "Ada " + i % 3, "+9198765432" + (10 + i), null))
                        .toList());

        assertThat(allPages(null)).hasSize(25).doesNotHaveDuplicates();
        assertThat(allPages("ada")).hasSize(25).doesNotHaveDuplicates();
        assertThat(allPages("ada 1")).hasSize(9).doesNotHaveDuplicates();
    }

    @Test
    void eachIsShownWithTheLeadsThatItMatchesByTheStrongestReason() {
        lead(1, PHONE, EMAIL);
        lead(2, null, EMAIL);
        lead(3, null, null);
        delivery(1, "7");
        delivery(3, "7");
        told.take(HERE, PULL, NOW, List.of(customer(7, "Ada", PHONE, EMAIL)));

        assertThat(search.page(HERE, "7", null, 10).customers().getFirst().leads())
                .extracting(match -> match.leadId().value().getLeastSignificantBits() + " " + match.matchedBy())
                .containsExactly("3 CUSTOMER_ID", "2 EMAIL", "1 CUSTOMER_ID");
    }

    @Test
    void whoWasNotSeenForLongIsDroppedAndNobodyElse() {
        told.take(
                HERE,
                PULL,
                NOW.minus(Duration.ofDays(366)),
                List.of(customer(7, "Ada", PHONE, EMAIL), customer(8, "Bo", null, null)));
        told.take(HERE, PULL, NOW, List.of(customer(8, "Bo", null, null)));

        assertThat(told.drop(Duration.ofDays(365), 1000)).isEqualTo(1);

        assertThat(ids(null)).containsExactly(8L);
    }

    @Test
    void whoseLeadsAreGoneIsAStrangerAfterTheChore() {
        lead(1, PHONE, null);
        lead(2, null, EMAIL);
        lead(3, null, null);
        delivery(3, "9");
        told.take(
                HERE,
                PULL,
                NOW.minusSeconds(3600),
                List.of(
                        customer(7, "Ada", PHONE, "a@example.com"),
                        customer(8, "Bo", OTHER_PHONE, EMAIL),
                        customer(9, "Cy", null, null)));
        assertThat(estranged()).isZero();

        database.execute("delete from lead where phone is not null or email is not null");
        assertThat(estranged()).isEqualTo(2);

        assertStrangers();
        assertThat(row(9)).containsEntry("explained", true).containsEntry("name", "Cy");
        assertThat(known.find(HERE, PHONE, null)).map(KnownCustomer::id).contains(new CustomerId(7));
        assertThat(known.find(HERE, null, "a@example.com"))
                .map(KnownCustomer::id)
                .contains(new CustomerId(7));
        assertThat(known.find(HERE, null, EMAIL)).map(KnownCustomer::id).contains(new CustomerId(8));

        database.execute("delete from lead");
        assertThat(estranged()).isEqualTo(1);
        assertThat(row(9)).containsEntry("explained", false).containsEntry("name", null);
    }

    @Test
    void whomADeliveryHasJustToldOfTheChoreLeavesAlone() {
        known.remember(HERE, new KnownCustomer(new CustomerId(7), PHONE, null));

        assertThat(estranged()).isZero();
    }

    @Test
    void ofWhoWasErasedNotEvenHashesAreKept() {
        erased(hashes.ofEmail(EMAIL));
        told.take(HERE, PULL, NOW, List.of(customer(7, "Ada", PHONE, EMAIL), customer(8, "Bo", OTHER_PHONE, null)));
        told.take(HERE, null, NOW.plusSeconds(1), List.of(customer(7, "Ada", PHONE, EMAIL)));

        assertThat(row(7))
                .containsEntry("explained", false)
                .containsEntry("name", null)
                .containsEntry("phone", null)
                .containsEntry("email", null)
                .containsEntry("phone_hash", null)
                .containsEntry("email_hash", null)
                .containsEntry("gone_at", null);
        assertThat(row(7).get("confirmed_at")).isNotNull();
        assertThat(row(8).get("phone_hash")).isNotNull();
    }

    @Test
    void whoWasErasedIsNotBroughtBackByAnotherWhoSharesThePhone() {
        lead(1, PHONE, "bo@example.com");
        erased(hashes.ofEmail(EMAIL));

        told.take(HERE, PULL, NOW, List.of(customer(7, "Ada", PHONE, EMAIL)));
        told.take(HERE, PULL, NOW, List.of(customer(8, "Bo", PHONE, "bo@example.com")));

        assertThat(row(7)).containsEntry("name", null).containsEntry("phone", null);
        assertThat(row(8)).containsEntry("name", "Bo").containsEntry("phone", PHONE);
    }

    @Test
    void aLaterLeadExplainsWhoWasErased() {
        erased(hashes.ofEmail(EMAIL));
        erased(hashes.ofPhone(PHONE));
        told.take(HERE, PULL, NOW, List.of(customer(7, "Ada", PHONE, EMAIL)));
        lead(1, PHONE, EMAIL);

        told.take(HERE, null, NOW.plusSeconds(1), List.of(customer(7, "Ada", PHONE, EMAIL)));

        assertThat(row(7))
                .containsEntry("explained", true)
                .containsEntry("name", "Ada")
                .containsEntry("email", EMAIL);
        assertThat(known.find(HERE, PHONE, null)).isPresent();
    }

    @Test
    void aDeliveryThatWasOnItsWayDoesNotBringThePersonBack() {
        erased(hashes.ofPhone(PHONE));
        known.remember(HERE, new KnownCustomer(new CustomerId(7), PHONE, EMAIL));

        assertThat(row(7))
                .containsEntry("explained", false)
                .containsEntry("phone", null)
                .containsEntry("email", null)
                .containsEntry("phone_hash", null);

        lead(1, PHONE, null);
        known.remember(HERE, new KnownCustomer(new CustomerId(7), PHONE, EMAIL));

        assertThat(row(7)).containsEntry("explained", true).containsEntry("phone", PHONE);
    }

    @Test
    void whoSharesACustomerWithOneWhoWasErasedKeepsWhatIsTheirs() {
        lead(1, null, "x@example.com");
        lead(2, PHONE, EMAIL);
        delivery(1, "7");
        delivery(2, "7");
        jdbc.sql("update lead set disposition = 'ERASED', email = null where id = :id")
                .param("id", id(1))
                .update();
        erased(hashes.ofEmail("x@example.com"));

        told.take(HERE, PULL, NOW, List.of(customer(7, "X", PHONE, null)));
        assertThat(row(7))
                .containsEntry("explained", true)
                .containsEntry("name", null)
                .containsEntry("phone", PHONE);

        told.take(HERE, null, NOW.plusSeconds(1), List.of(customer(7, "X", PHONE, "x@example.com")));
        assertThat(row(7))
                .containsEntry("explained", true)
                .containsEntry("name", null)
                .containsEntry("phone", PHONE)
                .containsEntry("email", null)
                .containsEntry("email_hash", null);
    }

    @Test
    void whoWasErasedAndComesBackWithAnotherAddressIsKnownByThat() {
        erased(hashes.ofPhone(PHONE));
        lead(1, null, EMAIL);
        delivery(1, "7");
        known.remember(HERE, new KnownCustomer(new CustomerId(7), null, EMAIL));

        told.take(HERE, PULL, NOW.plusSeconds(60), List.of(customer(7, "Ada", PHONE, EMAIL)));

        assertThat(row(7))
                .containsEntry("explained", true)
                .containsEntry("name", null)
                .containsEntry("phone", null)
                .containsEntry("phone_hash", null)
                .containsEntry("email", EMAIL);
        assertThat(known.find(HERE, null, EMAIL)).isPresent();
    }

    private static void erased(@Nullable String hash) {
        jdbc.sql("insert into erased_person (hash) values (decode(:hash, 'hex'))")
                .param("hash", hash)
                .update();
    }

    /** In steps of two. */
    private int estranged() {
        FormerCustomers former = new FormerCustomers(jdbc, hashes);
        int estranged = 0;
        FormerCustomers.Step step = former.next(FormerCustomers.Step.BEGINNING, 2);
        while (step.looked() > 0) {
            estranged += step.estranged();
            step = former.next(step, 2);
        }
        return estranged;
    }

    private static void assertStrangers() {
        assertThat(jdbc.sql("""
                        select count(*) from kapture_customer
                        where not explained and num_nonnulls(name, phone, email) = 0 and phone_hash is not null
                        """).query(Integer.class).single()).isEqualTo(2);
    }

    private List<Long> allPages(@Nullable String q) {
        List<Long> ids = new java.util.ArrayList<>();
        Long after = null;
        do {
            CustomerPage page = search.page(HERE, q, after, 4);
            page.customers().forEach(customer -> ids.add(customer.customerId()));
            after = page.next();
        } while (after != null);
        return ids;
    }

    private List<Long> ids(@Nullable String q) {
        return search.page(HERE, q, null, 10).customers().stream()
                .map(CustomerPage.Entry::customerId)
                .toList();
    }

    private static Map<String, Object> row(long id) {
        return jdbc.sql("select * from kapture_customer where customer_id = :id")
                .param("id", id)
                .query()
                .singleRow();
    }

    private static List<Map<String, Object>> rows() {
        return jdbc.sql("select * from kapture_customer order by customer_id")
                .query()
                .listOfRows();
    }

    private static RemoteCustomer customer(
            long id, @Nullable String name, @Nullable String phone, @Nullable String email) {
        return new RemoteCustomer(new CustomerId(id), name, phone, email, false, false, null, null, false);
    }

    private static RemoteCustomer modified(long id, String name, String phone, Instant modified) {
        return modified(id, name, phone, modified, NOW);
    }

    private static RemoteCustomer modified(long id, String name, String phone, Instant modified, Instant created) {
        return new RemoteCustomer(new CustomerId(id), name, phone, null, false, false, created, modified, false);
    }

    private static RemoteCustomer deleted(long id) {
        return new RemoteCustomer(new CustomerId(id), null, null, null, false, false, null, null, true);
    }

    private static void lead(int number, @Nullable String phone, @Nullable String email) {
        jdbc.sql("""
                        insert into lead (id, source, received_at, disposition, destinations, email, phone, document)
                        values (:id, 'web', clock_timestamp(), 'ROUTED', '{kapture}', :email, :phone, '{}')
                        """)
                .param("id", id(number))
                .param("email", email, java.sql.Types.VARCHAR)
                .param("phone", phone, java.sql.Types.VARCHAR)
                .update();
    }

    private static void delivery(int number, String externalId) {
        jdbc.sql("""
                        insert into delivery (lead_id, destination, status, age_from, external_id, settled_at)
                        values (:id, 'kapture', 'DELIVERED', clock_timestamp(), :externalId, clock_timestamp())
                        """).param("id", id(number)).param("externalId", externalId).update();
    }

    // This month's first bits, so that there is a partition for it.
    private static UUID id(int number) {
        return new UUID(
                jdbc.sql("select new_lead_id(date_trunc('hour', clock_timestamp()), 0)")
                                .query(UUID.class)
                                .single()
                                .getMostSignificantBits()
                        & ~0xfffL,
                number);
    }
}
