package com.leadrouter.lead;

import java.util.Collections;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who is to be forgotten: leads as they were, locked by the transaction, and what their persons are known by. E-mail
 * addresses are in lower case, phone numbers in E.164. Its text form tells nothing of them.
 */
public record Erasure(SortedMap<LeadId, Lead> leads, Set<String> emails, Set<String> phones, PersonalWords words) {

    public Erasure {
        leads = Collections.unmodifiableSortedMap(new TreeMap<>(leads));
        emails = Set.copyOf(emails);
        phones = Set.copyOf(phones);
    }

    /** {@code former} are what those leads were before they were corrected. */
    static Erasure of(Map<LeadId, Lead> leads, Iterable<Lead> former, @Nullable String email, @Nullable String phone) {
        Set<String> emails = new HashSet<>();
        Set<String> phones = new HashSet<>();
        Set<Lead> all = new HashSet<>(leads.values());
        former.forEach(all::add);
        if (email != null) {
            emails.add(email);
        }
        if (phone != null) {
            phones.add(phone);
        }
        for (Lead lead : all) {
            if (lead.contact().emailAddress() != null) {
                emails.add(lead.contact().emailAddress().toLowerCase(Locale.ROOT));
            }
            if (lead.contact().phoneNumber() != null) {
                phones.add(lead.contact().phoneNumber());
            }
        }
        return new Erasure(new TreeMap<>(leads), emails, phones, PersonalWords.of(all, emails, phones));
    }

    /** The leads' ids as a parameter of a statement. */
    public String[] ids() {
        return leads.keySet().stream().map(LeadId::value).map(UUID::toString).toArray(String[]::new);
    }

    @Override
    public String toString() {
        return "Erasure[" + leads.keySet() + "]";
    }
}
