package com.leadrouter.intake;

import com.leadrouter.lead.Lead;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Who asks for what, at which source: two leads with the same one are duplicates for as long as the window that the
 * first of them opened. The person is the e-mail, letter case aside, or without one the phone.
 *
 * <p>It is a plain SHA-256, in hex, which who knows the rest can search for a phone number. It guards nothing that a
 * secret would guard better: its row names the lead, which holds phone and e-mail in the clear, in the same database,
 * and is gone before the lead is.
 */
record Fingerprint(String hash, Duration window) {

    static Fingerprint of(Lead lead, Duration window) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        try (DataOutputStream fields = new DataOutputStream(text)) {
            write(fields, lead.source());
            write(fields, person(lead.contact()));
            write(fields, lead.campaignId());
            write(fields, lead.enquiryType() == null ? null : lead.enquiryType().text());
            write(fields, lead.vehicle() == null ? null : lead.vehicle().name());
        } catch (IOException e) {
            throw new UncheckedIOException(e); // not from memory
        }
        return new Fingerprint(HexFormat.of().formatHex(sha256(text.toByteArray())), window);
    }

    private static String person(Lead.Contact contact) {
        String email = contact.emailAddress();
        return email == null ? "tel:" + contact.phoneNumber() : "mailto:" + email.toLowerCase(Locale.ROOT);
    }

    // With its length before each field, what stands in one can never be taken for a part of the next.
    private static void write(DataOutputStream fields, @Nullable String field) throws IOException {
        if (field == null) {
            fields.writeInt(-1);
            return;
        }
        byte[] bytes = field.getBytes(StandardCharsets.UTF_8);
        fields.writeInt(bytes.length);
        fields.write(bytes);
    }

    private static byte[] sha256(byte[] text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String toString() {
        return "Fingerprint[…]";
    }
}
