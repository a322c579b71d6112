package com.leadrouter.console;

import com.leadrouter.lead.PhoneNumbers;
import com.leadrouter.operations.LeadQuery;
import com.leadrouter.operations.LeadSearch;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Who is to be erased, as an operator writes it, and how many leads that concerns. */
@Component
final class ErasedPersons {

    private static final int LONGEST_EMAIL = 254;

    /** How a person is named: {@code field} is the form's name of it. */
    sealed interface Person {

        String field();

        String value();
    }

    /** By the e-mail address. */
    record ByEmail(String value) implements Person {

        @Override
        public String field() {
            return "emailAddress";
        }

        @Override
        public String toString() {
            return "ByEmail[…]";
        }
    }

    /** By the phone number, in E.164. */
    record ByPhone(String value) implements Person {

        @Override
        public String field() {
            return "phoneNumber";
        }

        @Override
        public String toString() {
            return "ByPhone[…]";
        }
    }

    private final LeadSearch search;

    ErasedPersons(LeadSearch search) {
        this.search = search;
    }

    /** Exactly one of both, and one that can be read. */
    Optional<Person> read(@Nullable String emailAddress, @Nullable String phoneNumber) {
        @Nullable String email = Address.given(emailAddress);
        @Nullable String phone = Address.given(phoneNumber);
        if (email != null && phone == null) {
            return email.contains("@") && email.length() <= LONGEST_EMAIL
                    ? Optional.of(new ByEmail(email))
                    : Optional.empty();
        }
        return email == null && phone != null ? PhoneNumbers.e164(phone, null).map(ByPhone::new) : Optional.empty();
    }

    /** How many leads are found by that; a search that takes too long tells of none. */
    int leadsOf(Person person) {
        return switch (LeadQuery.read(
                Map.of("q", person.value(), "limit", Integer.toString(LeadQuery.LARGEST_LIMIT)))) {
            case LeadQuery.Reading.Malformed malformed -> 0;
            case LeadQuery.Reading.Read(LeadQuery query) ->
                switch (search.search(query)) {
                    case LeadSearch.Answer.Found(var page) -> page.leads().size();
                    case LeadSearch.Answer.TooBroad tooBroad -> 0;
                };
        };
    }
}
