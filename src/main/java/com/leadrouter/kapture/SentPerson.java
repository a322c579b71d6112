package com.leadrouter.kapture;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a delivery has told Kapture of its person, as far as Kapture tells it again: the phone in E.164, the e-mail in lower
 * case; null for what the delivery did not tell.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SentPerson(
        @Nullable String name,
        @Nullable String phoneNumber,
        @Nullable String emailAddress) {

    /** How the delivery told it. */
    public enum Way {
        /** As a new customer. */
        ADDED,
        /** By a change of a customer that was there. */
        UPDATED,
        /** By a change of one of the two customers whose phone and e-mail the person has. */
        UPDATED_ONE_OF_TWO
    }

    /** The note on a delivery whose person is two customers at Kapture. */
    public static final String TWO_CUSTOMERS = "kapture-two-customers";

    /** A value that was sent, and what Kapture has in its place. */
    public record Difference(String field, String sent, String found) {

        @Override
        public String toString() {
            return "Difference[field=" + field + ", …]";
        }
    }

    /** Nothing at all. */
    public static final SentPerson NOTHING = new SentPerson(null, null, null);

    /** Where Kapture has something else; what it leaves blank or masks is no difference. */
    public List<Difference> different(
            @Nullable String foundName, @Nullable String foundPhone, @Nullable String foundEmail) {
        List<Difference> different = new ArrayList<>();
        compare(different, "name", collapsed(name), collapsed(foundName));
        compare(different, "phoneNumber", phoneNumber, foundPhone);
        compare(different, "emailAddress", emailAddress, foundEmail);
        return List.copyOf(different);
    }

    private static void compare(
            List<Difference> different, String field, @Nullable String sent, @Nullable String found) {
        if (sent != null && found != null && !found.isBlank() && !sent.equals(found)) {
            different.add(new Difference(field, sent, found));
        }
    }

    private static @Nullable String collapsed(@Nullable String text) {
        return text == null ? null : text.strip().replaceAll("\\s+", " ");
    }

    @Override
    public String toString() {
        return "SentPerson[…]";
    }
}
