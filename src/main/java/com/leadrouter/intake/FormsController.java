package com.leadrouter.intake;

import com.leadrouter.platform.FailedRequest;
import com.leadrouter.platform.Problem;
import com.leadrouter.platform.ProblemType;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RestController;

/** {@code POST /forms/{formKey}}: one lead from a page anywhere on the web, without a secret. */
@RestController
final class FormsController {

    private final PublicForms forms;
    private final FormDoor door;
    private final Submissions submissions;
    private final FormAnswers answers;

    FormsController(PublicForms forms, FormDoor door, Submissions submissions, FormAnswers answers) {
        this.forms = forms;
        this.door = door;
        this.submissions = submissions;
        this.answers = answers;
    }

    // All methods, so that a person who reloads the address of a page of ours is answered with a page too.
    @RequestMapping("/forms/{formKey}")
    ResponseEntity<?> submit(@PathVariable String formKey, HttpServletRequest request) {
        Optional<PublicForm> form = forms.withKey(formKey);
        return form.isPresent() ? submit(form.get(), request) : noSuchForm(request);
    }

    @RequestMapping(path = "/forms/{formKey}", method = RequestMethod.OPTIONS)
    ResponseEntity<Void> options() {
        return ResponseEntity.ok().header(HttpHeaders.ALLOW, FormDoor.METHODS).build();
    }

    @GetMapping("/forms/{formKey}/thanks")
    ResponseEntity<?> thanks(@PathVariable String formKey, HttpServletRequest request) {
        return forms.withKey(formKey).isPresent() ? answers.thanks(request) : noSuchForm(request);
    }

    private ResponseEntity<?> submit(PublicForm form, HttpServletRequest request) {
        return door.refusal(form, request)
                .<ResponseEntity<?>>map(refusal -> answers.refused(refusal, request))
                .orElseGet(() -> switch (submissions.take(form, request)) {
                    case Submissions.Taken(Told.Accepted accepted) -> answers.accepted(form, accepted, request);
                    case Submissions.Refused(Problem problem) -> answers.refused(problem.answer(), request);
                });
    }

    private ResponseEntity<?> noSuchForm(HttpServletRequest request) {
        return answers.refused(Problem.of(ProblemType.NOT_FOUND, request).answer(), request);
    }

    @ExceptionHandler
    ResponseEntity<?> failed(Throwable failure, HttpServletRequest request) {
        return FailedRequest.answer(failure, request, problem -> answers.refused(problem.answer(), request));
    }
}
