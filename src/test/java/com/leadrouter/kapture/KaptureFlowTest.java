package com.leadrouter.kapture;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.leadrouter.kapture.ScriptedKapture.add;
import static com.leadrouter.kapture.ScriptedKapture.answer;
import static com.leadrouter.kapture.ScriptedKapture.example;
import static com.leadrouter.kapture.ScriptedKapture.get;
import static com.leadrouter.kapture.ScriptedKapture.update;
import static com.leadrouter.lead.LeadFixture.aLead;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import com.leadrouter.delivery.CallLog;
import com.leadrouter.delivery.CallOutcome;
import com.leadrouter.delivery.CallOutcome.Accepted;
import com.leadrouter.delivery.CallOutcome.Failed;
import com.leadrouter.delivery.CallOutcome.NotTried;
import com.leadrouter.delivery.CallOutcome.RejectedConfiguration;
import com.leadrouter.delivery.CallOutcome.RejectedData;
import com.leadrouter.delivery.CallOutcome.Throttled;
import com.leadrouter.delivery.CallOutcome.Unauthorized;
import com.leadrouter.delivery.CallOutcome.Unknown;
import com.leadrouter.delivery.DeliveryError;
import com.leadrouter.delivery.ShortLease;
import com.leadrouter.kapture.KnownCustomers.KnownCustomer;
import com.leadrouter.kapture.ScriptedKapture.Result;
import com.leadrouter.lead.LeadFixture;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import io.github.resilience4j.ratelimiter.RateLimiterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** The ways of one try (Kapture contract, sections 5 and 8.2; interface, section 7). */
class KaptureFlowTest {

    private static final String PHONE = "+919876543210";
    private static final String EMAIL = "ada@example.com";
    private static final long A = 61371820;
    private static final long B = 61371821;

    private static final ScriptedKapture kapture = new ScriptedKapture();

    @BeforeEach
    void asNew() {
        kapture.reset();
    }

    @AfterAll
    static void stop() {
        kapture.close();
    }

    @Nested
    class AStranger {

        @Test
        void isAddedAndRemembered() {
            kapture.answers(add(written(A)));

            Result result = kapture.deliver(indian().build());

            assertThat(result.outcome()).isEqualTo(new Accepted("61371820"));
            assertThat(calls(result)).containsExactly("add ACCEPTED 200");
            assertThat(kapture.operations()).containsExactly("add");
            assertThat(kapture.customers().all().values()).containsExactly(known(A, PHONE, EMAIL));
        }

        @Test
        void withAForeignNumberIsRememberedByTheEmailAlone() {
            kapture.answers(add(written(A)));

            kapture.deliver(indian().withPhone("+447700900123").build());

            assertThat(kapture.customers().all().values()).containsExactly(known(A, null, EMAIL));
        }

        @Test
        void isRejectedWhenKaptureRefusesTheData() {
            kapture.answers(add(example(400, "kapture-add-failed-invalid-email.json")));

            Result result = kapture.deliver(indian().build());

            assertThat(result.outcome())
                    .isEqualTo(new RejectedData(List.of(DeliveryError.of("email_id", "Invalid email id."))));
            assertThat(calls(result)).containsExactly("add REJECTED_DATA 400");
        }

        @Test
        void isRejectedWithKapturesOwnWordsWhenNobodyKnowsThem() {
            kapture.answers(add(failed(200, "Mondays are off")));

            assertThat(kapture.deliver(indian().build()).outcome()).isEqualTo(rejected("Mondays are off"));
        }

        @Test
        void isAcceptedWithAWarningWhenNoIdIsToldAndTheIdIsAskedFor() {
            kapture.answers(add(written(0)), get(found(A)));

            Result result = kapture.deliver(indian().build());

            assertThat(accepted(result).externalId()).isEqualTo(Long.toString(A));
            assertThat(codes(result)).containsExactly("kapture-no-customer-id");
            assertThat(calls(result)).containsExactly("add ACCEPTED 200", "get ACCEPTED 200");
            assertThat(searched(1)).isEqualTo("phone=9876543210");
        }

        @Test
        void isAskedForByEmailWhenThePhoneDoesNotFindTheIdThatWasNotTold() {
            kapture.answers(
                    add(answer(200, "{\"status\":\"success\",\"message\":\"validation successfull\"}")),
                    get(nobody()),
                    get(found(A)));

            Result result = kapture.deliver(indian().build());

            assertThat(accepted(result).externalId()).isEqualTo(Long.toString(A));
            assertThat(codes(result)).containsExactly("kapture-no-customer-id");
            assertThat(searched(2)).isEqualTo("email_id=" + EMAIL);
        }

        @Test
        void staysAcceptedWhenTheQuestionForTheIdFails() {
            kapture.answers(add(written(0)), get(example(401, "kapture-401.json")));

            Result result = kapture.deliver(indian().build());

            assertThat(accepted(result).externalId()).isNull();
            assertThat(codes(result)).containsExactly("kapture-no-customer-id");
            assertThat(calls(result)).containsExactly("add ACCEPTED 200", "get UNAUTHORIZED 401");
        }

        @Test
        void staysAcceptedWhenTheIdCannotBeAskedForSinceTheLeaseIsLost() {
            kapture.answers(add(written(0)), get(found(A)));
            CallLog log = ShortLease.of(1);

            assertThatThrownBy(() -> kapture.deliver(indian().build(), false, log))
                    .hasMessage("the lease is lost");

            assertThat(kapture.operations()).containsExactly("add");
            assertThat(ShortLease.arrival(log)).hasValueSatisfying(outcome -> {
                assertThat(outcome).isInstanceOf(Accepted.class);
                assertThat(((Accepted) outcome).notes())
                        .extracting(DeliveryError::code)
                        .containsExactly("kapture-no-customer-id");
            });
        }

        @Test
        void isToldToHaveArrived() {
            kapture.answers(add(written(A)));
            CallLog log = ShortLease.of(1);

            assertThat(kapture.deliver(indian().build(), false, log).outcome())
                    .isEqualTo(ShortLease.arrival(log).orElseThrow());
        }
    }

    @Nested
    class ADuplicatePhone {

        @Test
        void isFoundByPhoneAndUpdatedWithoutIt() {
            kapture.answers(add(duplicate("phone")), get(found(A)), update(written(A)));

            Result result = kapture.deliver(indian().build());

            assertThat(result.outcome()).isEqualTo(new Accepted("61371820"));
            assertThat(calls(result)).containsExactly("add EXISTS 400", "get ACCEPTED 200", "update ACCEPTED 200");
            assertThat(searched(1)).isEqualTo("phone=9876543210");
            assertThat(updated(2)).isEqualTo("61371820 name='Ada Lovelace' phone='' email='ada@example.com'");
            assertThat(kapture.customers().all().values()).containsExactly(known(A, PHONE, EMAIL));
        }

        @Test
        void thatNobodyHasIsAddedOnceMore() {
            kapture.answers(add(duplicate("phone")), get(nobody()), add(written(A)));

            Result result = kapture.deliver(indian().build());

            assertThat(result.outcome()).isEqualTo(new Accepted("61371820"));
            assertThat(calls(result)).containsExactly("add EXISTS 400", "get NOT_FOUND 200", "add ACCEPTED 200");
        }

        @Test
        void thatNobodyHasAndThatExistsAgainIsAContradiction() {
            kapture.answers(add(duplicate("phone")), get(nobody()), add(duplicate("phone")));

            Result result = kapture.deliver(indian().build());

            assertThat(codes(result)).containsExactly("kapture-contradiction", null);
            assertThat(result.outcome()).isInstanceOf(RejectedData.class);
            assertThat(calls(result)).containsExactly("add EXISTS 400", "get NOT_FOUND 200", "add EXISTS 400");
        }

        @Test
        void ofADeletedCustomerIsNobodys() {
            kapture.answers(
                    add(duplicate("phone")),
                    get(answer(200, "{\"Customer Details\":{\"id\":1,\"deleted\":true},\"status\":\"success\"}")),
                    add(written(A)));

            assertThat(calls(kapture.deliver(indian().build())))
                    .containsExactly("add EXISTS 400", "get NOT_FOUND 200", "add ACCEPTED 200");
        }

        @Test
        void ofSeveralCustomersUpdatesTheNewest() {
            kapture.answers(
                    add(duplicate("phone")),
                    get(example(200, "kapture-get-response-multiple.json")),
                    update(written(B)));

            assertThat(kapture.deliver(indian().build()).outcome()).isEqualTo(new Accepted("61371821"));
            assertThat(updated(2)).startsWith("61371821 ");
        }

        @Test
        void isRememberedWhenTheUpdateGetsNoAnswer() {
            kapture.answers(add(duplicate("phone")), get(found(A)), update(lost()));

            Result result = kapture.deliver(indian().build());

            assertThat(result.outcome()).isInstanceOf(Unknown.class);
            assertThat(calls(result)).containsExactly("add EXISTS 400", "get ACCEPTED 200", "update UNKNOWN null");
            assertThat(kapture.customers().all().values()).containsExactly(known(A, PHONE, null));
        }

        @Test
        void isNotLostWhenTheGetFails() {
            kapture.answers(add(duplicate("phone")), get(answer(503, "")));

            Result result = kapture.deliver(indian().build());

            assertThat(result.outcome()).isEqualTo(new Failed(Optional.empty()));
            assertThat(calls(result)).containsExactly("add EXISTS 400", "get FAILED 503");
        }

        @Test
        void endsAtOnceWhenTheGetIsUnauthorized() {
            kapture.answers(add(duplicate("phone")), get(example(200, "kapture-401.json")));

            Result result = kapture.deliver(indian().build());

            assertThat(result.outcome()).isEqualTo(new Unauthorized("Invalid Auth Key"));
            assertThat(calls(result)).containsExactly("add EXISTS 400", "get UNAUTHORIZED 200");
        }

        @Test
        void isRejectedWhenTheGetFailsWithUnknownWords() {
            kapture.answers(add(duplicate("phone")), get(failed(200, "No searching today")));

            Result result = kapture.deliver(indian().build());

            assertThat(result.outcome()).isEqualTo(rejected("No searching today"));
            assertThat(calls(result)).containsExactly("add EXISTS 400", "get REJECTED_DATA 200");
        }

        @Test
        void whoseEmailIsAnotherCustomersIsUpdatedWithoutItAndFlagged() {
            kapture.answers(add(duplicate("phone")), get(found(A)), update(duplicate("email")), update(written(A)));

            Result result = kapture.deliver(indian().build());

            assertThat(accepted(result).externalId()).isEqualTo(Long.toString(A));
            assertThat(codes(result)).containsExactly("kapture-two-customers");
            assertThat(calls(result))
                    .containsExactly("add EXISTS 400", "get ACCEPTED 200", "update EXISTS 400", "update ACCEPTED 200");
            assertThat(updated(3)).isEqualTo("61371820 name='Ada Lovelace' phone='' email=''");
            assertThat(kapture.customers().all().values()).containsExactly(known(A, PHONE, null));
        }
    }

    @Nested
    class ADuplicateEmail {

        @Test
        void isFoundByEmailAndUpdatedWithoutIt() {
            kapture.answers(add(duplicate("email")), get(found(A)), update(written(A)));

            Result result = kapture.deliver(indian().build());

            assertThat(result.outcome()).isEqualTo(new Accepted("61371820"));
            assertThat(kapture.operations()).containsExactly("add", "get", "update");
            assertThat(searched(1)).isEqualTo("email_id=" + EMAIL);
            assertThat(updated(2)).isEqualTo("61371820 name='Ada Lovelace' phone='9876543210' email=''");
            assertThat(kapture.sent(2).path("country_code").asText()).isEqualTo("+91");
        }

        @Test
        void thatNobodyHasIsAContradictionInTheEnd() {
            kapture.answers(add(duplicate("email")), get(nobody()), add(duplicate("both")));

            Result result = kapture.deliver(indian().build());

            assertThat(codes(result)).containsExactly("kapture-contradiction", null);
            assertThat(kapture.operations()).containsExactly("add", "get", "add");
        }
    }

    @Nested
    class BothDuplicate {

        @Test
        void ofOneCustomerUpdateItWithoutEither() {
            kapture.answers(add(duplicate("both")), get(found(A)), get(found(A)), update(written(A)));

            Result result = kapture.deliver(indian().build());

            assertThat(result.outcome()).isEqualTo(new Accepted("61371820"));
            assertThat(calls(result))
                    .containsExactly("add EXISTS 400", "get ACCEPTED 200", "get ACCEPTED 200", "update ACCEPTED 200");
            assertThat(searched(1)).isEqualTo("phone=9876543210");
            assertThat(searched(2)).isEqualTo("email_id=" + EMAIL);
            assertThat(updated(3)).isEqualTo("61371820 name='Ada Lovelace' phone='' email=''");
            assertThat(kapture.customers().all().values()).containsExactly(known(A, PHONE, EMAIL));
        }

        @Test
        void ofTwoCustomersUpdateTheOneWithThePhoneAndAreFlagged() {
            kapture.answers(add(duplicate("both")), get(found(A)), get(found(B)), update(written(A)));

            Result result = kapture.deliver(indian().build());

            assertThat(accepted(result).externalId()).isEqualTo(Long.toString(A));
            assertThat(codes(result)).containsExactly("kapture-two-customers");
            assertThat(kapture.operations()).containsExactly("add", "get", "get", "update");
            assertThat(updated(3)).isEqualTo("61371820 name='Ada Lovelace' phone='' email=''");
            assertThat(kapture.sent(3).path("secSource").asText()).isEqualTo("website-uk");
            assertThat(kapture.customers().all().values())
                    .containsExactlyInAnyOrder(known(A, PHONE, null), known(B, null, EMAIL));
        }

        @Test
        void ofWhomOnlyThePhoneIsFoundUpdateThatOne() {
            kapture.answers(add(duplicate("both")), get(found(A)), get(nobody()), update(written(A)));

            Result result = kapture.deliver(indian().build());

            assertThat(result.outcome()).isEqualTo(new Accepted("61371820"));
            assertThat(updated(3)).isEqualTo("61371820 name='Ada Lovelace' phone='' email=''");
        }

        @Test
        void ofWhomOnlyTheEmailIsFoundUpdateThatOne() {
            kapture.answers(add(duplicate("both")), get(nobody()), get(found(B)), update(written(B)));

            Result result = kapture.deliver(indian().build());

            assertThat(result.outcome()).isEqualTo(new Accepted("61371821"));
            assertThat(updated(3)).isEqualTo("61371821 name='Ada Lovelace' phone='' email=''");
        }

        @Test
        void ofWhomNobodyIsFoundAreAContradictionInTheEnd() {
            kapture.answers(add(duplicate("both")), get(nobody()), get(nobody()), add(duplicate("both")));

            Result result = kapture.deliver(indian().build());

            assertThat(codes(result)).containsExactly("kapture-contradiction", null);
            assertThat(calls(result))
                    .containsExactly("add EXISTS 400", "get NOT_FOUND 200", "get NOT_FOUND 200", "add EXISTS 400");
        }

        @Test
        void endWithTheSecondGetWhenThatFails() {
            kapture.answers(add(duplicate("both")), get(found(A)), get(answer(429, "")));

            assertThat(kapture.deliver(indian().build()).outcome()).isEqualTo(new Throttled(Optional.empty()));
            assertThat(kapture.operations()).containsExactly("add", "get", "get");
        }
    }

    @Nested
    class AKnownCustomer {

        @Test
        void isUpdatedAtOnceWithWhatIsNotThereYet() {
            kapture.customers().know(A, PHONE, "old@example.com");
            kapture.answers(update(written(A)));

            Result result = kapture.deliver(indian().build());

            assertThat(result.outcome()).isEqualTo(new Accepted("61371820"));
            assertThat(calls(result)).containsExactly("update ACCEPTED 200");
            assertThat(updated(0)).isEqualTo("61371820 name='Ada Lovelace' phone='' email='ada@example.com'");
            assertThat(kapture.customers().all().values()).containsExactly(known(A, PHONE, EMAIL));
        }

        @Test
        void isTheOneWithThePhoneWhenTheEmailIsAnothers() {
            kapture.customers().know(B, null, EMAIL);
            kapture.customers().know(A, PHONE, null);
            kapture.answers(update(duplicate("email")), update(written(A)));

            Result result = kapture.deliver(indian().build());

            assertThat(accepted(result).externalId()).isEqualTo(Long.toString(A));
            assertThat(codes(result)).containsExactly("kapture-two-customers");
            assertThat(kapture.operations()).containsExactly("update", "update");
            assertThat(updated(0)).isEqualTo("61371820 name='Ada Lovelace' phone='' email='ada@example.com'");
            assertThat(updated(1)).isEqualTo("61371820 name='Ada Lovelace' phone='' email=''");
        }

        @Test
        void whoseUpdateIsADuplicateTwiceIsRejected() {
            kapture.customers().know(A, null, EMAIL);
            kapture.answers(update(duplicate("phone")), update(duplicate("email")));

            Result result = kapture.deliver(indian().build());

            assertThat(result.outcome()).isEqualTo(rejected("This email-id already exists. Please enter a new one."));
            assertThat(calls(result)).containsExactly("update EXISTS 400", "update EXISTS 400");
        }

        @Test
        void whoseSecondUpdateFailsWithUnknownWordsIsRejected() {
            kapture.customers().know(A, null, EMAIL);
            kapture.answers(update(duplicate("phone")), update(failed(400, "Not today")));

            assertThat(kapture.deliver(indian().build()).outcome()).isEqualTo(rejected("Not today"));
            assertThat(kapture.operations()).containsExactly("update", "update");
        }

        @Test
        void whoseUpdateIsADuplicateOfAValueThatWasNotSentIsRejected() {
            kapture.customers().know(A, PHONE, EMAIL);
            kapture.answers(update(duplicate("phone")));

            Result result = kapture.deliver(indian().build());

            assertThat(result.outcome())
                    .isEqualTo(rejected("This mobile number already exists. Please enter a new one."));
            assertThat(kapture.operations()).containsExactly("update");
        }

        @Test
        void isRejectedWhenTheUpdateFailsWithUnknownWordsAndTheCustomerIsThere() {
            kapture.customers().know(A, PHONE, EMAIL);
            kapture.answers(update(failed(400, "Not today")), get(found(A)));

            Result result = kapture.deliver(indian().build());

            assertThat(result.outcome()).isEqualTo(rejected("Not today"));
            assertThat(calls(result)).containsExactly("update REJECTED_DATA 400", "get ACCEPTED 200");
            assertThat(searched(1)).isEqualTo("kapture_customer_id=61371820");
            assertThat(kapture.customers().all()).containsKey(new CustomerId(A));
        }

        @Test
        void isForgottenAndAddedWhenItIsNotThereAnyMore() {
            kapture.customers().know(A, PHONE, EMAIL);
            kapture.answers(update(failed(400, "Not today")), get(nobody()), add(written(B)));

            Result result = kapture.deliver(indian().build());

            assertThat(result.outcome()).isEqualTo(new Accepted("61371821"));
            assertThat(calls(result))
                    .containsExactly("update REJECTED_DATA 400", "get NOT_FOUND 200", "add ACCEPTED 200");
            assertThat(kapture.customers().all().values()).containsExactly(known(B, PHONE, EMAIL));
        }

        @Test
        void isForgottenEvenWhenTheAddFails() {
            kapture.customers().know(A, PHONE, EMAIL);
            kapture.answers(update(failed(400, "Not today")), get(nobody()), add(answer(500, "")));

            assertThat(kapture.deliver(indian().build()).outcome()).isEqualTo(new Failed(Optional.empty()));
            assertThat(kapture.customers().all()).isEmpty();
        }

        @Test
        void thatWasMergedIntoAnotherIsForgottenAndFoundAgain() {
            kapture.customers().know(A, PHONE, null);
            kapture.answers(
                    update(failed(400, "Not today")),
                    get(found(B)),
                    add(duplicate("phone")),
                    get(found(B)),
                    update(written(B)));

            assertThat(kapture.deliver(indian().build()).outcome()).isEqualTo(new Accepted("61371821"));
            assertThat(kapture.customers().all().values()).containsExactly(known(B, PHONE, EMAIL));
        }

        @Test
        void doesNotGoRoundInCirclesWhenKaptureContradictsItself() {
            kapture.customers().know(A, PHONE, EMAIL);
            kapture.answers(
                    update(failed(400, "Not today")),
                    get(nobody()),
                    add(duplicate("phone")),
                    get(found(A)),
                    update(failed(400, "Not today")),
                    get(nobody()),
                    add(duplicate("phone")));

            Result result = kapture.deliver(indian().build());

            assertThat(codes(result)).containsExactly("kapture-contradiction", null);
            assertThat(kapture.operations()).containsExactly("update", "get", "add", "get", "update", "get", "add");
        }

        @Test
        void isUpdatedAtOnceAfterAnUncertainTryToo() {
            kapture.customers().know(A, PHONE, null);
            kapture.answers(update(written(A)));

            assertThat(kapture.deliver(indian().build(), true).outcome()).isEqualTo(new Accepted("61371820"));
            assertThat(kapture.operations()).containsExactly("update");
        }

        @Test
        void thatKaptureAnswersUnderAnotherIdIsKnownByThatOne() {
            kapture.customers().know(A, PHONE, null);
            kapture.answers(update(written(B)));

            assertThat(kapture.deliver(indian().build()).outcome()).isEqualTo(new Accepted("61371821"));
            assertThat(kapture.customers().all()).containsOnlyKeys(new CustomerId(B));
        }

        @Test
        void isUpdatedThoughTheAnswerTellsNoId() {
            kapture.customers().know(A, PHONE, null);
            kapture.answers(update(written(0)));

            assertThat(kapture.deliver(indian().build()).outcome()).isEqualTo(new Accepted("61371820"));
        }
    }

    @Nested
    class AfterAnUncertainTry {

        @Test
        void whoIsFoundByPhoneIsUpdated() {
            kapture.answers(get(found(A)), update(written(A)));

            Result result = kapture.deliver(indian().build(), true);

            assertThat(result.outcome()).isEqualTo(new Accepted("61371820"));
            assertThat(calls(result)).containsExactly("get ACCEPTED 200", "update ACCEPTED 200");
            assertThat(searched(0)).isEqualTo("phone=9876543210");
            assertThat(updated(1)).isEqualTo("61371820 name='Ada Lovelace' phone='' email='ada@example.com'");
        }

        @Test
        void whoIsFoundByEmailOnlyIsUpdated() {
            kapture.answers(get(nobody()), get(found(A)), update(written(A)));

            Result result = kapture.deliver(indian().build(), true);

            assertThat(result.outcome()).isEqualTo(new Accepted("61371820"));
            assertThat(calls(result)).containsExactly("get NOT_FOUND 200", "get ACCEPTED 200", "update ACCEPTED 200");
            assertThat(searched(1)).isEqualTo("email_id=" + EMAIL);
            assertThat(updated(2)).isEqualTo("61371820 name='Ada Lovelace' phone='9876543210' email=''");
        }

        @Test
        void whoIsNotFoundIsAdded() {
            kapture.answers(get(nobody()), get(nobody()), add(written(A)));

            assertThat(kapture.deliver(indian().build(), true).outcome()).isEqualTo(new Accepted("61371820"));
            assertThat(kapture.operations()).containsExactly("get", "get", "add");
        }

        @Test
        void whoHasNoIndianNumberIsAskedForByEmailOnly() {
            kapture.answers(get(nobody()), add(written(A)));

            kapture.deliver(indian().withPhone("+447700900123").build(), true);

            assertThat(kapture.operations()).containsExactly("get", "add");
            assertThat(searched(0)).isEqualTo("email_id=" + EMAIL);
        }

        @Test
        void whoExistsAllTheSameIsFoundAndUpdated() {
            kapture.answers(get(nobody()), get(nobody()), add(duplicate("phone")), get(found(A)), update(written(A)));

            assertThat(kapture.deliver(indian().build(), true).outcome()).isEqualTo(new Accepted("61371820"));
        }

        @Test
        void nothingIsSentWhenTheQuestionFails() {
            kapture.answers(get(answer(500, "")));

            assertThat(kapture.deliver(indian().build(), true).outcome()).isEqualTo(new Failed(Optional.empty()));
            assertThat(kapture.operations()).containsExactly("get");
        }
    }

    @Nested
    class SourceOnly {

        @BeforeEach
        void sourceOnly() {
            kapture.set("on-existing", "source-only");
        }

        @Test
        void leavesNamePhoneAndEmailAsTheyAre() {
            kapture.answers(add(duplicate("phone")), get(found(A)), update(written(A)));

            Result result = kapture.deliver(indian().build());

            assertThat(result.outcome()).isEqualTo(new Accepted("61371820"));
            assertThat(updated(2)).isEqualTo("61371820 name='' phone='' email=''");
            assertThat(kapture.sent(2).path("campaign_name").asText()).isEqualTo("Website");
            assertThat(kapture.customers().all().values()).containsExactly(known(A, PHONE, null));
        }

        @Test
        void leavesThemAsTheyAreForAKnownCustomerToo() {
            kapture.customers().know(A, null, EMAIL);
            kapture.answers(update(written(A)));

            kapture.deliver(indian().build());

            assertThat(updated(0)).isEqualTo("61371820 name='' phone='' email=''");
            assertThat(kapture.customers().all().values()).containsExactly(known(A, null, EMAIL));
        }
    }

    @Nested
    class OurOwnGuards {

        @Test
        void giveTheTryBackWhenNothingWasSent() {
            kapture.with(permits(0)).answers(add(written(A)));

            Result result = kapture.deliver(indian().build());

            assertThat(result.outcome()).isInstanceOf(NotTried.class);
            assertThat(result.calls()).isEmpty();
            assertThat(kapture.operations()).isEmpty();
        }

        @Test
        void keepTheRecordOfCallsThatWereMade() {
            kapture.with(permits(1)).answers(add(duplicate("phone")), get(found(A)));

            Result result = kapture.deliver(indian().build());

            assertThat(result.outcome()).isEqualTo(new Throttled(Optional.empty()));
            assertThat(calls(result)).containsExactly("add EXISTS 400");
        }

        @Test
        void doNotUndoAnAddWhoseIdIsUnknown() {
            kapture.with(permits(1)).answers(add(written(0)));

            assertThat(accepted(kapture.deliver(indian().build())).externalId()).isNull();
        }

        private RateLimiterRegistry permits(int count) {
            RateLimiterRegistry registry = RateLimiterRegistry.of(RateLimiterConfig.custom()
                    .limitForPeriod(Math.max(1, count))
                    .limitRefreshPeriod(Duration.ofDays(1))
                    .timeoutDuration(Duration.ZERO)
                    .build());
            if (count == 0) {
                registry.rateLimiter("kapture").drainPermissions();
            }
            registry.rateLimiter("kapture");
            return registry;
        }
    }

    @Nested
    class TheMemory {

        @Test
        void thatIsAwayBeforeAnythingWasSentGivesTheTryBack() {
            kapture.customers().failToFind(new KnownCustomers.Unavailable(new IllegalStateException("away")));

            Result result = kapture.deliver(indian().build());

            assertThat(result.outcome()).isEqualTo(new NotTried("database away", Duration.ofSeconds(1)));
            assertThat(kapture.operations()).isEmpty();
        }

        @Test
        void thatHasABugShowsItBeforeAnythingWasSent() {
            kapture.customers().failToFind(new IllegalArgumentException("bug"));

            assertThatThrownBy(() -> kapture.deliver(indian().build())).hasMessage("bug");
        }

        @Test
        void thatFailsAfterACallDoesNotChangeItsOutcomeAndIsLoggedWithoutThePerson() {
            kapture.answers(add(written(A)));
            kapture.customers().failToNote(new IllegalStateException("Key (phone)=(+919876543210) is too long"));
            ListAppender<ILoggingEvent> logged = new ListAppender<>();
            Logger logger = (Logger) LoggerFactory.getLogger(Memory.class);
            logged.start();
            logger.addAppender(logged);

            Result result = kapture.deliver(indian().build());
            logger.detachAppender(logged);

            assertThat(result.outcome()).isEqualTo(new Accepted("61371820"));
            assertThat(logged.list)
                    .extracting(ILoggingEvent::getFormattedMessage)
                    .containsExactly("Customer 61371820 of kapture could not be noted: IllegalStateException");
            assertThat(logged.list).extracting(ILoggingEvent::getThrowableProxy).containsOnlyNulls();
        }
    }

    @Test
    void aConfigurationFaultEndsTheTry() {
        kapture.answers(add(aResponse().withStatus(404)));

        assertThat(kapture.deliver(indian().build()).outcome()).isInstanceOf(RejectedConfiguration.class);
    }

    private static LeadFixture indian() {
        return aLead().withCountry("IN").withPhone(PHONE).withEmail(EMAIL);
    }

    private static ResponseDefinitionBuilder written(long id) {
        return answer(
                200,
                "{\"Enquiry\":{\"kapture_customer_id\":" + id
                        + "},\"message\":\"validation successfull\",\"status\":\"success\"}");
    }

    private static ResponseDefinitionBuilder found(long id) {
        return answer(200, "{\"Customer Details\":{\"id\":" + id + ",\"deleted\":false},\"status\":\"success\"}");
    }

    private static ResponseDefinitionBuilder nobody() {
        return example(200, "kapture-get-not-found.json");
    }

    private static ResponseDefinitionBuilder duplicate(String what) {
        return example(400, "kapture-add-failed-duplicate-" + what + ".json");
    }

    private static ResponseDefinitionBuilder failed(int status, String message) {
        return answer(status, "{\"message\":\"" + message + "\",\"status\":\"failed\"}");
    }

    private static ResponseDefinitionBuilder lost() {
        return aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER);
    }

    private static KnownCustomer known(long id, @Nullable String phone, @Nullable String email) {
        return new KnownCustomer(new CustomerId(id), phone, email);
    }

    private static CallOutcome rejected(String message) {
        return new RejectedData(List.of(DeliveryError.of(null, message)));
    }

    private static List<String> calls(Result result) {
        return result.calls().stream()
                .map((CallLog.Call call) -> call.operation() + " " + call.outcome() + " " + call.httpStatus())
                .toList();
    }

    private static Accepted accepted(Result result) {
        assertThat(result.outcome()).isInstanceOf(Accepted.class);
        return (Accepted) result.outcome();
    }

    private static List<@Nullable String> codes(Result result) {
        List<DeliveryError> errors = switch (result.outcome()) {
            case Accepted accepted -> accepted.notes();
            case RejectedData rejected -> rejected.errors();
            default -> throw new AssertionError("no errors in " + result.outcome());
        };
        return errors.stream().map(DeliveryError::code).toList();
    }

    /** The one value that a Get asked for. */
    private static String searched(int index) {
        return kapture.sent(index).path(0).properties().stream()
                .filter(property -> !property.getValue().asText().isEmpty())
                .map(property -> property.getKey() + "=" + property.getValue().asText())
                .collect(Collectors.joining(" "));
    }

    private static String updated(int index) {
        JsonNode body = kapture.sent(index);
        return "%s name='%s' phone='%s' email='%s'"
                .formatted(
                        body.path("kapture_customer_id").asText(),
                        body.path("customer_name").asText(),
                        body.path("phone").asText(),
                        body.path("email_id").asText());
    }
}
