package io.tocsin.api;

import io.tocsin.match.RuleRefusedException;
import io.tocsin.rule.RuleSyntaxException;
import io.tocsin.wire.MalformedException;
import io.tocsin.wire.Problem;
import io.tocsin.wire.ProblemException;
import io.tocsin.wire.StatisticsJson;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import io.vertx.json.schema.OutputUnit;
import io.vertx.openapi.validation.SchemaValidationException;
import io.vertx.openapi.validation.ValidatorException;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes a problem of whatever ended a request, and answers with it. */
final class Problems implements Handler<RoutingContext> {
    private static final Logger LOG = LoggerFactory.getLogger(Problems.class);
    private static final String RETRY_AFTER_SECONDS = "2";

    @Override
    public void handle(RoutingContext request) {
        Throwable failure = cause(request.failure());
        Problem problem = problem(request, failure);
        if (problem.status() == 500) {
            LOG.error("{} {} failed", request.request().method(), request.normalizedPath(), failure);
        }
        HttpServerResponse response = request.response();
        if (response.headWritten() || response.closed()) {
            response.reset().onFailure(gone -> LOG.debug("the client left before its answer: {}", gone.toString()));
            return;
        }
        if (problem.status() == 503) {
            response.putHeader(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
        }
        response.setStatusCode(problem.status())
                .putHeader(HttpHeaders.CONTENT_TYPE, Problem.CONTENT_TYPE)
                .end(Buffer.buffer(problem.encode()))
                .onFailure(gone -> LOG.debug("the client left before its answer: {}", gone.toString()));
    }

    private static Throwable cause(Throwable failure) {
        boolean wrapped = failure instanceof CompletionException || failure instanceof HttpException;
        return wrapped && failure.getCause() != null ? cause(failure.getCause()) : failure;
    }

    private static Problem problem(RoutingContext request, Throwable failure) {
        int status = request.statusCode();
        if (failure instanceof ProblemException e) {
            return e.problem();
        } else if (failure instanceof RuleSyntaxException e) {
            return new Problem(
                    "invalid-rule",
                    400,
                    "The rule is not valid",
                    String.valueOf(e.getMessage()),
                    Map.of("position", e.position(), "found", e.found(), "expected", e.expected()));
        } else if (failure instanceof RuleRefusedException e) {
            return refused(e);
        } else if (failure instanceof MalformedException || failure instanceof IllegalArgumentException) {
            return Problem.invalid(String.valueOf(failure.getMessage()));
        } else if (failure instanceof ValidatorException e) {
            return invalid(e);
        } else if (failure instanceof HttpException e) {
            return ofStatus(e.getStatusCode(), request);
        }
        if (storeFailed(failure)) {
            LOG.warn("the store does not do its part: {}", failure.toString());
            return Problem.unavailable("The store cannot do this now.");
        }
        return status >= 400 && status < 500 ? ofStatus(status, request) : ofStatus(500, request);
    }

    /** No 429: the same request will not do better later, and clients would send it again by themselves. */
    private static Problem refused(RuleRefusedException failure) {
        RuleRefusedException.Limit limit = failure.limit();
        boolean tooMany = limit == RuleRefusedException.Limit.RULES;
        String setting = switch (limit) {
            case RULES -> "rules.maxRules";
            case EVERY_POST -> "rules.maxEveryPost";
            case LOOKS_PER_POST -> "rules.maxLooksPerPost";
        };
        return new Problem(
                        tooMany ? "too-many-rules" : "rule-too-costly",
                        422,
                        tooMany ? "There are too many rules" : "The rule costs too much",
                        String.valueOf(failure.getMessage()),
                        Map.of())
                .with("setting", setting)
                .with("limit", failure.most())
                .with("used", StatisticsJson.rounded(failure.used()))
                .with("looksPerPost", StatisticsJson.rounded(failure.cost().load()))
                .with("costClass", failure.cost().kind().name().toLowerCase(Locale.ROOT));
    }

    /** The store is full, busy or gone; nothing of the request was done. */
    private static boolean storeFailed(@Nullable Throwable failure) {
        return failure != null
                && (failure instanceof SQLException
                        || failure instanceof RejectedExecutionException
                        || storeFailed(failure.getCause()));
    }

    private static Problem invalid(ValidatorException failure) {
        String message = String.valueOf(failure.getMessage());
        if (message.startsWith("The value of path parameter")) {
            return Problem.notFound(message);
        }
        if (message.equals("The format of the request body is not supported")) {
            return new Problem(
                    "unsupported-media-type",
                    415,
                    "The content type is not one of ours",
                    "content-type: missing or another (expected: application/json)",
                    Map.of());
        }
        return Problem.invalid(
                failure instanceof SchemaValidationException schema
                        ? detail(schema.getOutputUnit(), message)
                        : message);
    }

    /** The innermost thing that is wrong, where the checker says it; otherwise its own summary. */
    private static String detail(OutputUnit found, String summary) {
        List<OutputUnit> errors = found.getErrors() == null ? List.of() : found.getErrors();
        for (OutputUnit error : errors) {
            String text = String.valueOf(error.getError());
            boolean summaryOfOthers = text.startsWith("Property \"") || text.startsWith("A subschema");
            if (!summaryOfOthers && !error.getInstanceLocation().equals("#")) {
                return error.getInstanceLocation() + ": " + text;
            }
        }
        for (OutputUnit error : errors) {
            if (String.valueOf(error.getError()).endsWith("does not match additional properties schema")) {
                return error.getInstanceLocation() + ": unknown field";
            }
        }
        return summary;
    }

    private static Problem ofStatus(int status, RoutingContext request) {
        return switch (status) {
            case 404 -> Problem.notFound("There is no such route.");
            case 405 ->
                new Problem(
                        "method-not-allowed",
                        405,
                        "The route does not know this method",
                        "The header Allow names those that it knows.",
                        Map.of());
            case 413 ->
                new Problem(
                        "too-large",
                        413,
                        "The body is too large",
                        "Expected: at most " + Routes.maxBodyBytes(request.normalizedPath()) + " bytes.",
                        Map.of());
            case 500 ->
                new Problem(
                        "internal", 500, "Something went wrong here", "The log of the service says what.", Map.of());
            default -> new Problem("http-" + status, status, "The request failed", "HTTP status " + status, Map.of());
        };
    }
}
