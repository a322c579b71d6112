package com.leadrouter.intake;

import com.leadrouter.platform.ProblemType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import org.apache.tomcat.util.http.fileupload.FileItemIterator;
import org.apache.tomcat.util.http.fileupload.FileItemStream;
import org.apache.tomcat.util.http.fileupload.FileUpload;
import org.apache.tomcat.util.http.fileupload.UploadContext;
import org.jspecify.annotations.Nullable;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;

/**
 * Reads {@code multipart/form-data} (RFC 7578). The container's own {@code getParts} would write what persons say to a
 * disk. A file is refused, so that who sends one hears of it; a field for a file in which none was chosen is no field.
 */
final class MultipartForm {

    private static final int LARGEST_PART_HEAD = 2048;

    /** What programs write there; browsers write nothing, which means UTF-8. */
    private static final Set<Charset> CHARSETS =
            Set.of(StandardCharsets.UTF_8, StandardCharsets.US_ASCII, StandardCharsets.ISO_8859_1);

    private MultipartForm() {}

    static LeadBody read(byte[] body, String contentType) {
        FileUpload parser = new Parser();
        parser.setHeaderEncoding(StandardCharsets.UTF_8.name());
        parser.setPartHeaderSizeMax(LARGEST_PART_HEAD);
        FormFields fields = new FormFields();
        try {
            FileItemIterator parts = parser.getItemIterator(new InMemory(body, contentType));
            while (parts.hasNext() && !fields.isFull()) {
                FileItemStream part = parts.next();
                byte[] content = part.openStream().readAllBytes();
                if (part.isFormField()) {
                    Optional<Charset> charset = charsetOf(part.getContentType());
                    if (charset.isEmpty()) {
                        return unsupported("The fields of a form are taken in UTF-8.");
                    }
                    fields.add(part.getFieldName(), text(content, charset.get()));
                } else if (content.length > 0) {
                    return unsupported("Files are not taken at this address.");
                }
            }
            return fields.body();
        } catch (CharacterCodingException e) {
            return malformed("The form is not valid UTF-8.");
        } catch (IOException e) {
            return malformed("The parts of the form cannot be told apart, or break off.");
        }
    }

    private static Optional<Charset> charsetOf(@Nullable String contentType) {
        if (contentType == null) {
            return Optional.of(StandardCharsets.UTF_8);
        }
        try {
            Charset charset = MediaType.parseMediaType(contentType).getCharset();
            return Optional.of(charset == null ? StandardCharsets.UTF_8 : charset)
                    .filter(CHARSETS::contains);
        } catch (InvalidMediaTypeException e) {
            return Optional.empty();
        }
    }

    private static String text(byte[] bytes, Charset charset) throws CharacterCodingException {
        return charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    }

    private static LeadBody malformed(String detail) {
        return new LeadBody.Unreadable(ProblemType.MALFORMED_REQUEST, detail);
    }

    private static LeadBody unsupported(String detail) {
        return new LeadBody.Unreadable(ProblemType.UNSUPPORTED_MEDIA_TYPE, detail);
    }

    /** Where a part consists of parts and says no boundary, the library would fail over a null. */
    private static final class Parser extends FileUpload {

        private static final byte[] OF_NOBODY = "no boundary".getBytes(StandardCharsets.US_ASCII);

        @Override
        public byte[] getBoundary(String contentType) {
            byte[] boundary = super.getBoundary(contentType);
            return boundary == null ? OF_NOBODY : boundary;
        }
    }

    private record InMemory(byte[] body, String contentType) implements UploadContext {

        @Override
        public String getCharacterEncoding() {
            return StandardCharsets.UTF_8.name();
        }

        @Override
        public String getContentType() {
            return contentType;
        }

        @Override
        public long contentLength() {
            return body.length;
        }

        @Override
        public InputStream getInputStream() {
            return new ByteArrayInputStream(body);
        }
    }
}
