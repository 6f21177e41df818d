package dev.backstory.viewer;

import dev.backstory.RecordedEvent;
import dev.backstory.StoreUnavailableException;
import dev.backstory.store.StoryHead;
import dev.backstory.store.StoryQuery;
import dev.backstory.store.StoryReader;
import dev.backstory.store.StoryRecords;
import dev.backstory.viewer.story.Markdown;
import dev.backstory.viewer.story.Row;
import dev.backstory.viewer.story.Sentences;
import dev.backstory.viewer.story.Story;
import dev.backstory.viewer.story.StoryJson;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The viewer's pages. Reads only; map it to {@code /*} or below a path of a host application. */
public final class ViewerServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(ViewerServlet.class);
    private static final int PAGE = 50;

    private final transient StoryReader reader;
    private final transient HostGuard hosts;
    private final transient Sentences sentences;
    private final transient Pages pages = new Pages();
    private final transient Assets assets = new Assets();

    /** Answers to whom the guard admits, from that reader. */
    public ViewerServlet(StoryReader reader, HostGuard hosts) {
        this(reader, hosts, Sentences.NONE);
    }

    /** The same, in a support team's own words. */
    public ViewerServlet(StoryReader reader, HostGuard hosts, Sentences sentences) {
        this.sentences = Objects.requireNonNull(sentences, "sentences");
        this.reader = Objects.requireNonNull(reader, "reader");
        this.hosts = Objects.requireNonNull(hosts, "hosts");
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Answer answer = new Answer(request, response);
        answer.secure();
        Links links = new Links(request.getContextPath() + request.getServletPath());
        if (!hosts.admits(request.getHeader("Host"), request.getLocalPort())) {
            answer.text(421, "text/plain", "This viewer answers only to the name of the machine it runs on.\n");
        } else if (!request.getMethod().equals("GET") && !request.getMethod().equals("HEAD")) {
            response.setHeader("Allow", "GET, HEAD");
            answer.text(405, "text/plain", "The viewer only reads.\n");
        } else {
            try {
                route(links, segments(request), request, answer);
            } catch (StoreUnavailableException e) {
                LOG.warn("The store does not answer: {}", e.getMessage());
                String explanation = "The database that holds the stories does not answer. Try again in a moment; "
                        + "if it stays away, ask whoever runs it.";
                answer.html(503, pages.problem(links, "The store is away", explanation));
            }
        }
    }

    /** Cut before they are decoded: an id may contain an escaped slash. */
    private static List<String> segments(HttpServletRequest request) {
        String path = request.getRequestURI()
                .substring(request.getContextPath().length()
                        + request.getServletPath().length());
        return Arrays.stream(path.split("/"))
                .filter(each -> !each.isEmpty())
                .map(ViewerServlet::decoded)
                .toList();
    }

    private static String decoded(String segment) {
        try {
            return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return segment;
        }
    }

    private void route(Links links, List<String> path, HttpServletRequest request, Answer answer) throws IOException {
        String first = path.isEmpty() ? "" : path.get(0);
        if (path.isEmpty()) {
            answer.redirect(links.stories());
        } else if (first.equals("stories") && path.size() == 1) {
            stories(links, request, answer);
        } else if (first.equals("stories")) {
            story(links, path, answer);
        } else if (first.equals("go") && path.size() == 1) {
            go(links, parameter(request, "id"), answer);
        } else if (first.equals("assets") && path.size() == 2) {
            asset(links, path.get(1), answer);
        } else {
            notFound(links, "There is no such page.", answer);
        }
    }

    private void stories(Links links, HttpServletRequest request, Answer answer) throws IOException {
        String search = parameter(request, "q");
        long before = position(parameter(request, "before"));
        StoryQuery query = StoryQuery.newest(PAGE + 1).before(before);
        if (search.contains("/") && !search.contains("://")) {
            query = query.about(search);
        } else if (!search.isEmpty()) {
            String id = pastedId(search);
            String found = isAsked(id) ? reader.findStory(id) : null;
            if (found != null) {
                answer.redirect(links.story(found));
                return;
            }
            query = query.ofType(search);
        }
        List<StoryHead> found = reader.stories(query);
        List<StoryHead> page = found.subList(0, Math.min(PAGE, found.size()));
        String older =
                found.size() > PAGE ? links.older(search, page.get(PAGE - 1).lastPosition()) : null;
        answer.html(200, pages.stories(links, search, page, older));
    }

    private void story(Links links, List<String> path, Answer answer) throws IOException {
        String id = path.get(1);
        StoryRecords records = isAsked(id) ? reader.story(id) : null;
        if (records == null || records.isEmpty()) {
            notFound(links, "No story is stored with this id. It may be mistyped, or beyond retention.", answer);
            return;
        }
        Story story = Story.of(records, sentences);
        String view = String.join("/", path.subList(2, path.size()));
        if (view.isEmpty()) {
            answer.html(200, pages.story(links, story));
        } else if (view.equals("story.md")) {
            answer.text(200, "text/markdown", Markdown.of(story));
        } else if (view.equals("story.json")) {
            answer.text(200, "application/json", StoryJson.of(story));
        } else if (path.size() == 4 && path.get(2).equals("events")) {
            event(links, story, path.get(3), answer);
        } else {
            notFound(links, "There is no such page of this story.", answer);
        }
    }

    private void event(Links links, Story story, String eventId, Answer answer) throws IOException {
        List<Row> rows = new ArrayList<>(story.rows());
        rows.addAll(story.strays());
        Row row = null;
        for (Row each : rows) {
            if (each.entry().isEvent() && each.entry().id().equals(eventId)) {
                row = each;
            }
        }
        RecordedEvent event = row == null ? null : row.entry().event();
        if (row == null || event == null) {
            notFound(links, "This story has no event with this id.", answer);
            return;
        }
        String causeId = event.causationId();
        Row cause = null;
        List<Row> ledTo = new ArrayList<>();
        for (Row each : rows) {
            if (each.entry().id().equals(causeId)) {
                cause = each;
            }
            if (eventId.equals(each.entry().causeId())) {
                ledTo.add(each);
            }
        }
        answer.html(200, pages.event(links, story, row, event, cause, ledTo));
    }

    private void go(Links links, String pasted, Answer answer) throws IOException {
        String id = pastedId(pasted);
        String found = isAsked(id) ? reader.findStory(id) : null;
        if (found == null) {
            notFound(links, "Nothing is stored with this id.", answer);
        } else {
            answer.redirect(reader.event(id) == null ? links.story(found) : links.event(found, id));
        }
    }

    private void asset(Links links, String name, Answer answer) throws IOException {
        Assets.Asset asset = assets.find(name);
        if (asset == null) {
            notFound(links, "There is no such file.", answer);
        } else {
            answer.asset(asset);
        }
    }

    private void notFound(Links links, String explanation, Answer answer) throws IOException {
        answer.html(404, pages.problem(links, "Not found", explanation));
    }

    /** Of a pasted address the last part. */
    private static String pastedId(String pasted) {
        return pasted.contains("://") ? decoded(pasted.substring(pasted.lastIndexOf('/') + 1)) : pasted;
    }

    /** Whether it could be stored at all: databases refuse NUL, and nobody's id is longer. */
    private static boolean isAsked(String id) {
        return !id.isEmpty() && id.length() <= 200 && id.indexOf('\0') < 0;
    }

    private static String parameter(HttpServletRequest request, String name) {
        String value = request.getParameter(name);
        return value == null ? "" : value.replace("\0", "").strip();
    }

    private static long position(@Nullable String text) {
        try {
            return text == null || text.isEmpty() ? Long.MAX_VALUE : Long.parseLong(text);
        } catch (NumberFormatException e) {
            return Long.MAX_VALUE;
        }
    }
}
