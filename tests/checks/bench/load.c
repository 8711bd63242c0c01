/* One load on one chat server that speaks IRC: clients go into rooms, some of them speak, and whoever listens checks
 * that nothing is missing. Prints what it saw as one JSON object. `loads.py` compiles and runs it; with -DWITH_TLS it can
 * encrypt, and needs OpenSSL.
 *
 * Loopback only: it puts its clients on several addresses 127.0.0.x, because one has too few ports for 15,000.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>
#ifdef WITH_TLS
#include <openssl/err.h>
#include <openssl/ssl.h>
#endif

#define MARK "<>"           /* stands before a text of ours: no prefix of a server holds it */
#define HEAD 34             /* bytes: mark, number in ten digits, a space, nanoseconds in twenty, a space */
#define LOOK 256            /* bytes of a line in which the mark is looked for */
#define LINE_MOST 512       /* bytes of a line that we send */
#define PER_ADDRESS 10000   /* clients on one source address: about 28,000 ports are free */
#define EVENTS 512
#define STEPS 32            /* classes of the histogram between a power of two and the next: 3 % each */

enum stage { ABSENT, CONNECTED, REGISTERED, PRESENT };

struct client {
    int fd, room;
    enum stage stage;
    bool web;                       /* reads and writes WebSocket messages, each of them a line */
    uint32_t own, heard, last;      /* messages said, messages heard, the number of the last one heard */
    uint64_t own_sum, heard_sum;    /* of their numbers: what is lost and what comes twice do not cancel out */
#ifdef WITH_TLS
    SSL *tls;
#endif
    char *tail, *unsent;            /* the beginning of a line that is not whole yet; what the socket did not take */
    uint32_t tail_bytes, unsent_bytes;
};

struct room {
    uint32_t said, turn;            /* messages said; which of its speakers is next */
    uint64_t said_sum;
    int witness;                    /* the client who tells what is no longer in flight */
};

static struct options {
    char *host;
    int port, pid, clients, rooms, speakers, window, bytes, crowd, sets, slow, tls, web;
    double rate, seconds, then, patience;
} want = {"127.0.0.1", 6667, 0, 100, 1, 1, 64, 64, 200, 1, 0, 0, 0, 0, 3, 0, 60};

static struct client *clients;
static struct room *rooms;
static int poller, present, closed;
static bool timing = true;          /* whether what is heard now counts for the latencies */
static uint64_t delivered, disordered, damaged, traffic;    /* messages heard; of them out of order; not whole; bytes */
static uint64_t histogram[64 * STEPS], slowest;
static char inbox[1 << 19], complaint[200], filling[LINE_MOST];     /* the last: what stands behind the numbers */

static uint64_t now_ns(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

static double now(void) { return (double)now_ns() / 1e9; }

static void fail(const char *what)
{
    perror(what);
    exit(1);
}

/* Latencies */

static void count_latency(uint64_t ns)
{
    if (ns < STEPS)
        ns = STEPS;
    int power = 63 - __builtin_clzll(ns);
    histogram[power * STEPS + (int)((ns >> (power - 5)) & (STEPS - 1))]++;
    if (ns > slowest)
        slowest = ns;
}

static double latency_ms(double share)
{
    uint64_t all = 0, seen = 0;
    for (int i = 0; i < 64 * STEPS; i++)
        all += histogram[i];
    for (int i = 0; i < 64 * STEPS; i++) {
        seen += histogram[i];
        if (all && (double)seen >= share * (double)all)
            return (double)(1ull << (i / STEPS)) * (1 + (i % STEPS + 0.5) / STEPS) / 1e6;
    }
    return 0;
}

/* The server as the system sees it */

static double cpu_seconds(void)
{
    clockid_t clock;
    struct timespec t;
    if (!want.pid || clock_getcpuclockid(want.pid, &clock) || clock_gettime(clock, &t))
        return 0;
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static long resident_kib(void)
{
    char path[40], line[200];
    long kib = 0;
    snprintf(path, sizeof path, "/proc/%d/status", want.pid);
    FILE *file = want.pid ? fopen(path, "r") : NULL;
    while (file && fgets(line, sizeof line, file))
        if (sscanf(line, "VmRSS: %ld", &kib) == 1)
            break;
    if (file)
        fclose(file);
    return kib;
}

/* The wire: as recv and send, in clear or not */

#ifdef WITH_TLS
static SSL_CTX *context;

static ssize_t outcome(struct client *c, int done)
{
    if (done > 0)
        return done;
    int why = SSL_get_error(c->tls, done);
    errno = why == SSL_ERROR_WANT_READ || why == SSL_ERROR_WANT_WRITE ? EAGAIN : EPROTO;
    return errno == EAGAIN ? -1 : 0;
}

static void encrypt(struct client *c)      /* the socket still waits: a handshake is one call */
{
    if (!context) {
        context = SSL_CTX_new(TLS_client_method());
        SSL_CTX_set_mode(context, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
    }
    c->tls = SSL_new(context);
    SSL_set_fd(c->tls, c->fd);
    if (SSL_connect(c->tls) != 1) {
        ERR_print_errors_fp(stderr);
        exit(1);
    }
}
#endif

static ssize_t wire_in(struct client *c, char *data, size_t bytes)
{
#ifdef WITH_TLS
    if (c->tls) {       /* one record at a time; what it has decrypted already no poll tells of */
        size_t all = 0;
        ssize_t got = -1;
        while (all < bytes && (got = outcome(c, SSL_read(c->tls, data + all, (int)(bytes - all)))) > 0)
            all += (size_t)got;
        return all ? (ssize_t)all : got;
    }
#endif
    return recv(c->fd, data, bytes, 0);
}

static ssize_t wire_out(struct client *c, const char *data, size_t bytes)
{
#ifdef WITH_TLS
    if (c->tls)
        return outcome(c, SSL_write(c->tls, data, (int)bytes));
#endif
    return send(c->fd, data, bytes, MSG_NOSIGNAL);
}

/* Sending */

static bool flush(struct client *c)
{
    if (!c->unsent_bytes)
        return true;
    ssize_t done = wire_out(c, c->unsent, c->unsent_bytes);
    if (done > 0) {
        c->unsent_bytes -= (uint32_t)done;
        memmove(c->unsent, c->unsent + done, c->unsent_bytes);
    }
    return !c->unsent_bytes;
}

static void put_bytes(struct client *c, const char *data, size_t bytes)
{
    ssize_t done = c->unsent_bytes ? 0 : wire_out(c, data, bytes);
    if (done < 0)
        done = 0;       /* full, or gone: whoever reads finds out */
    if ((size_t)done < bytes) {
        c->unsent = realloc(c->unsent, c->unsent_bytes + bytes);
        memcpy(c->unsent + c->unsent_bytes, data + done, bytes - (size_t)done);
        c->unsent_bytes += (uint32_t)(bytes - (size_t)done);
    }
}

/* A frame of WebSocket (RFC 6455, 5.2) with a mask of zeros, which leaves what it masks as it is. */
static void put_frame(struct client *c, int opcode, const char *data, size_t bytes)
{
    char frame[LINE_MOST + 8] = {(char)(0x80 | opcode), (char)(0x80 | (bytes < 126 ? bytes : 126))};
    size_t head = 2;
    if (bytes >= 126) {
        frame[head++] = (char)(bytes >> 8);
        frame[head++] = (char)bytes;
    }
    head += 4;
    memcpy(frame + head, data, bytes);
    put_bytes(c, frame, head + bytes);
}

/* Send whole lines. */
static void put(struct client *c, const char *data, size_t bytes)
{
    if (!c->web) {
        put_bytes(c, data, bytes);
        return;
    }
    for (const char *end = data + bytes, *stop; data < end && (stop = memchr(data, '\r', (size_t)(end - data))); data = stop + 2)
        put_frame(c, 1, data, (size_t)(stop - data));
}

/* Say one message; its text tells its number and its time. Each is a write of its own, as a chat program does it. */
static bool say(struct client *c, uint64_t ns)
{
    char line[LINE_MOST];
    struct room *room = &rooms[c->room];
    if (c->stage != PRESENT || !flush(c))
        return false;
    uint32_t number = ++room->said;
    room->said_sum += number;
    c->own++;
    c->own_sum += number;
    int n = snprintf(line, sizeof line, "PRIVMSG #b%d :" MARK "%010u %020llu ", c->room, number, (unsigned long long)ns);
    memcpy(line + n, filling, (size_t)(want.bytes - HEAD));
    n += want.bytes - HEAD;
    memcpy(line + n, "\r\n", 2);
    put(c, line, (size_t)n + 2);
    return true;
}

/* Reading */

static uint64_t digits(const char *text, int count)
{
    uint64_t value = 0;
    while (count--)
        value = value * 10 + (uint64_t)(*text++ - '0');
    return value;
}

/* Whether it was said in this client's room, and every letter of it has come. */
static bool is_whole(const struct client *c, const char *line, const char *mark, const char *end)
{
    const char *room = memmem(line, (size_t)(mark - line), " #b", 3);
    if (!room || atoi(room + 3) != c->room || end - mark < want.bytes)
        return false;
    return !memcmp(mark + HEAD, filling, (size_t)(want.bytes - HEAD));
}

/* What is done with a line is part of the load: who hears faster asks for more sooner, and meets bigger batches. So
 * each is looked at as a whole, and has a time of its own, as in any client. */
static bool hear(struct client *c, const char *line, size_t bytes)
{
    const char *mark = memmem(line, bytes < LOOK ? bytes : LOOK, MARK, sizeof MARK - 1);
    if (!mark || line + bytes - mark < HEAD)
        return false;
    uint32_t number = (uint32_t)digits(mark + 2, 10);
    if (timing)
        count_latency(now_ns() - digits(mark + 13, 20));
    damaged += !is_whole(c, line, mark, line + bytes);
    c->heard++;
    c->heard_sum += number;
    disordered += number <= c->last;
    c->last = number;
    delivered++;
    return true;
}

static void obey(struct client *c, const char *line, size_t bytes)
{
    char answer[LINE_MOST];
    if (bytes > 5 && !memcmp(line, "PING ", 5)) {
        int n = snprintf(answer, sizeof answer, "PONG %.*s\r\n", (int)(bytes - 5 < 400 ? bytes - 5 : 400), line + 5);
        put(c, answer, (size_t)n);
        return;
    }
    const char *word = memchr(line, ' ', bytes);
    size_t left = word ? bytes - (size_t)(word - line) : 0;
    if (left > 5 && c->stage == CONNECTED && !memcmp(word, " 001 ", 5)) {
        c->stage = REGISTERED;
        put(c, answer, (size_t)snprintf(answer, sizeof answer, "JOIN #b%d\r\n", c->room));
    } else if (left > 5 && c->stage == REGISTERED && !memcmp(word, " 366 ", 5)) {
        c->stage = PRESENT;
        present++;
    } else if (!complaint[0] && ((left > 5 && c->stage < PRESENT && (word[1] == '4' || word[1] == '5') &&
                                  memcmp(word, " 422 ", 5)) || !memcmp(line, "ERROR", bytes < 5 ? bytes : 5))) {
        for (size_t i = 0; i < bytes && i < sizeof complaint - 1; i++)  /* plain letters: it goes into JSON */
            complaint[i] = line[i] < ' ' || line[i] > '~' || line[i] == '"' || line[i] == '\\' ? '?' : line[i];
    }
}

static void leave(struct client *c)
{
    present -= c->stage == PRESENT;
    closed++;
    close(c->fd);
    c->fd = -1;
    c->stage = ABSENT;
}

static void keep_tail(struct client *c, const char *start, size_t bytes)
{
    if (bytes) {
        c->tail = realloc(c->tail, bytes);
        memcpy(c->tail, start, bytes);
    }
    c->tail_bytes = (uint32_t)bytes;
}

static void take_line(struct client *c, const char *line, size_t bytes)
{
    if (c->stage != PRESENT || !hear(c, line, bytes))
        obey(c, line, bytes && line[bytes - 1] == '\r' ? bytes - 1 : bytes);
}

/* Take whole frames; give where the first begins that is not whole. */
static char *take_frames(struct client *c, char *at, char *end)
{
    while (end - at >= 2) {
        const unsigned char *head = (const unsigned char *)at;
        size_t size = head[1], before = size < 126 ? 2 : size == 126 ? 4 : 10;
        if ((size_t)(end - at) < before)
            break;
        if (before > 2)
            size = 0;
        for (size_t i = 2; i < before; i++)
            size = size << 8 | head[i];
        if ((size_t)(end - at) - before < size)
            break;
        if ((head[0] & 15) == 9)
            put_frame(c, 10, at + before, size);
        else if ((head[0] & 15) != 8)
            take_line(c, at + before, size);
        at += before + size;
    }
    return at;
}

static char *take_lines(struct client *c, char *line, char *end)
{
    for (char *stop; (stop = memchr(line, '\n', (size_t)(end - line))); line = stop + 1)
        take_line(c, line, (size_t)(stop - line));
    return line;
}

static void receive(struct client *c)
{
    size_t before = c->tail_bytes;
    memcpy(inbox, c->tail ? c->tail : "", before);
    ssize_t got = wire_in(c, inbox + before, sizeof inbox - before);
    if (got < 0 && errno == EAGAIN)
        return;
    if (got <= 0) {
        leave(c);
        return;
    }
    traffic += (uint64_t)got;
    char *end = inbox + before + got, *rest = c->web ? take_frames(c, inbox, end) : take_lines(c, inbox, end);
    keep_tail(c, rest, (size_t)(end - rest));
}

static void look(int milliseconds)
{
    struct epoll_event events[EVENTS];
    int count = epoll_wait(poller, events, EVENTS, milliseconds);
    for (int i = 0; i < count; i++) {
        struct client *c = events[i].data.ptr;
        if (c->fd >= 0)
            receive(c);
    }
}

/* Coming in */

static const char *const capabilities[4] = {"message-tags", "server-time", "account-tag", "extended-join"};

static bool is_slow(int number) { return number >= want.clients - want.slow; }

/* Ask for a WebSocket; the socket still waits. Nothing is offered that packs: what is counted is the frames. */
static void shake_hands(struct client *c)
{
    char head[2048];     /* of the request, then of the answer: what is behind that stays in the socket */
    size_t got = 0;
    int n = snprintf(head, sizeof head, "GET / HTTP/1.1\r\nHost: %s:%d\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                     "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
                     "Sec-WebSocket-Protocol: text.ircv3.net\r\n\r\n", want.host, want.port);
    put_bytes(c, head, (size_t)n);
    while (got < sizeof head && (got < 4 || memcmp(head + got - 4, "\r\n\r\n", 4)) && wire_in(c, head + got, 1) == 1)
        got++;
    if (got < 12 || memcmp(head, "HTTP/1.1 101", 12)) {
        fputs("load: the server gives no WebSocket.\n", stderr);
        exit(1);
    }
    c->web = true;
}

static void come(int number)
{
    struct client *c = &clients[number];
    struct sockaddr_in there = {.sin_family = AF_INET, .sin_port = htons((uint16_t)want.port)};
    struct sockaddr_in here = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(0x7f000001u + (uint32_t)(number / PER_ADDRESS))};
    int yes = 1;
    char hello[200], asked[100] = "";
    inet_pton(AF_INET, want.host, &there.sin_addr);
    c->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (c->fd < 0)
        fail("socket");
    setsockopt(c->fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &yes, sizeof yes);
    if (is_slow(number))    /* who will not read has little room for what waits to be read */
        setsockopt(c->fd, SOL_SOCKET, SO_RCVBUF, &(int){4096}, sizeof(int));
    if (bind(c->fd, (struct sockaddr *)&here, sizeof here) || connect(c->fd, (struct sockaddr *)&there, sizeof there))
        fail("connect");
    setsockopt(c->fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
#ifdef WITH_TLS
    if (want.tls)
        encrypt(c);
#endif
    if (want.web && number >= want.speakers)
        shake_hands(c);
    fcntl(c->fd, F_SETFL, O_NONBLOCK);
    struct epoll_event interest = {.events = EPOLLIN, .data.ptr = c};
    epoll_ctl(poller, EPOLL_CTL_ADD, c->fd, &interest);
    c->stage = CONNECTED;
    /* Nine letters at most: older servers allow no more. */
    size_t n = (size_t)snprintf(hello, sizeof hello, "NICK q%02x%05x\r\nUSER q 0 * :q\r\n", getpid() & 0xff, number);
    if (want.sets > 1) {    /* each set of capabilities wants lines of its own */
        for (int i = 0; i < 4; i++)
            if (number % want.sets >> i & 1)
                strcat(strcat(asked, capabilities[i]), " ");
        n = (size_t)snprintf(hello, sizeof hello, "CAP REQ :%s\r\nNICK q%02x%05x\r\nUSER q 0 * :q\r\nCAP END\r\n", asked,
                             getpid() & 0xff, number);
    }
    put(c, hello, n);
}

static void everybody_comes(void)
{
    double give_up = now() + want.patience;
    for (int i = 0; i < want.clients && now() < give_up; i++) {
        come(i);
        look(0);
        while (i + 1 - present - closed >= want.crowd && now() < give_up)
            look(5);
    }
    while (present + closed < want.clients && now() < give_up)
        look(5);
}

/* Read until nothing has come for a while: the news of who came goes to all who were there before. */
static void calm_down(double quiet)
{
    double give_up = now() + want.patience, since = now();
    uint64_t before = traffic;
    while (now() - since < quiet && now() < give_up) {
        look(5);
        if (traffic != before) {
            before = traffic;
            since = now();
        }
    }
}

/* From now on some read nothing any more. */
static void turn_away(void)
{
    for (int i = 0; i < want.clients; i++)
        if (is_slow(i) && clients[i].fd >= 0)
            epoll_ctl(poller, EPOLL_CTL_DEL, clients[i].fd, NULL);
}

/* Speaking */

static struct client *next_speaker(int room)
{
    int count = (want.speakers - room + want.rooms - 1) / want.rooms;
    return &clients[room + (int)(rooms[room].turn++ % (uint32_t)count) * want.rooms];
}

/* Closed loop: in each room so many messages are in flight, no more and no less. */
static void saturate(double end)
{
    int with_speaker = want.rooms < want.speakers ? want.rooms : want.speakers;
    while (now() < end) {
        for (int i = 0; i < with_speaker; i++)
            while (rooms[i].said < clients[rooms[i].witness].heard + (uint32_t)want.window && say(next_speaker(i), now_ns()))
                ;
        look(1);
    }
}

/* Open loop: messages come when they are due, whether the server keeps up or not: nothing here waits for it. It looks
 * all the time instead of sleeping: what is measured is how long the server takes, not we. */
static void keep_pace(double end)
{
    uint64_t start = now_ns(), count = 0, step = (uint64_t)(1e9 / want.rate);
    while (now() < end) {
        for (; start + count * step <= now_ns(); count++)
            say(&clients[count % (uint64_t)want.speakers], now_ns());
        look(0);
    }
}

/* The report */

static uint64_t distance(uint64_t a, uint64_t b) { return a > b ? a - b : b - a; }

struct measured {
    double arriving, arrival_cpu, seconds, cpu;     /* the last two: of the closed loop, if there is one */
    long kib, grown;                                /* of the server: what the connections took, and the load after */
    uint64_t inside;                                /* messages heard in these seconds */
};

static void report(struct measured m)
{
    uint64_t said = 0, expected = 0, lost = 0, doubled = 0, wrong = 0;
    for (int i = 0; i < want.rooms; i++)
        said += rooms[i].said;
    for (int i = 0; i < want.clients - want.slow; i++) {
        struct client *c = &clients[i];
        uint64_t due = rooms[c->room].said - c->own;
        expected += due;
        lost += c->heard < due ? due - c->heard : 0;
        doubled += c->heard > due ? c->heard - due : 0;
        wrong += c->heard == due && distance(c->heard_sum, rooms[c->room].said_sum - c->own_sum) != 0;
    }
    if (want.speakers > want.rooms)
        disordered = 0;     /* who of several was first is for the server to say */
    printf("{\"clients\": %d, \"rooms\": %d, \"present\": %d, \"closed\": %d, \"complaint\": \"%s\",\n", want.clients,
           want.rooms, present, closed, complaint);
    printf(" \"said\": %llu, \"expected\": %llu, \"lost\": %llu, \"doubled\": %llu, \"wrong\": %llu, \"disordered\": %llu, \"damaged\": %llu,\n",
           (unsigned long long)said, (unsigned long long)expected, (unsigned long long)lost,
           (unsigned long long)doubled, (unsigned long long)wrong, (unsigned long long)disordered, (unsigned long long)damaged);
    printf(" \"arrivals_per_second\": %.1f, \"arrival_cpu_seconds\": %.3f, \"kib_per_connection\": %.2f, \"grown_mib\": %.2f,\n",
           want.clients / m.arriving, m.arrival_cpu, (double)m.kib / want.clients, (double)m.grown / 1024);
    printf(" \"seconds\": %.3f, \"cpu_seconds\": %.3f, \"deliveries\": %llu, \"deliveries_per_second\": %.1f,\n", m.seconds, m.cpu,
           (unsigned long long)m.inside, (double)m.inside / m.seconds);
    printf(" \"deliveries_per_cpu_second\": %.1f, \"p50_ms\": %.4f, \"p99_ms\": %.4f, \"p999_ms\": %.4f, \"max_ms\": %.4f}\n",
           m.cpu > 0 ? (double)m.inside / m.cpu : 0, latency_ms(0.5), latency_ms(0.99), latency_ms(0.999), (double)slowest / 1e6);
}

static void prepare(void)
{
    for (size_t i = 0; i < sizeof filling; i++)
        filling[i] = (char)('a' + i % 26);
    poller = epoll_create1(EPOLL_CLOEXEC);
    clients = calloc((size_t)want.clients, sizeof *clients);
    rooms = calloc((size_t)want.rooms, sizeof *rooms);
    for (int i = want.clients - 1; i >= 0; i--) {
        clients[i] = (struct client){.fd = -1, .room = i % want.rooms};
        if (i >= want.speakers)
            rooms[i % want.rooms].witness = i;  /* the first who only listens */
    }
}

static void read_options(int count, char **words)
{
    static const struct option known[] = {
        {"host", 1, 0, 'h'}, {"port", 1, 0, 'p'}, {"pid", 1, 0, 'i'}, {"clients", 1, 0, 'c'}, {"rooms", 1, 0, 'r'},
        {"speakers", 1, 0, 's'}, {"window", 1, 0, 'w'}, {"bytes", 1, 0, 'b'}, {"crowd", 1, 0, 'k'}, {"rate", 1, 0, 'f'},
        {"seconds", 1, 0, 't'}, {"patience", 1, 0, 'a'}, {"sets", 1, 0, 'm'}, {"slow", 1, 0, 'l'}, {"then", 1, 0, 'n'},
        {"tls", 1, 0, 'e'}, {"web", 1, 0, 'o'}, {0, 0, 0, 0}};
    for (int name; (name = getopt_long(count, words, "", known, NULL)) != -1;)
        switch (name) {
        case 'h': want.host = optarg; break;
        case 'p': want.port = atoi(optarg); break;
        case 'i': want.pid = atoi(optarg); break;
        case 'c': want.clients = atoi(optarg); break;
        case 'r': want.rooms = atoi(optarg); break;
        case 's': want.speakers = atoi(optarg); break;
        case 'w': want.window = atoi(optarg); break;
        case 'b': want.bytes = atoi(optarg); break;
        case 'k': want.crowd = atoi(optarg); break;
        case 'f': want.rate = atof(optarg); break;
        case 't': want.seconds = atof(optarg); break;
        case 'a': want.patience = atof(optarg); break;
        case 'm': want.sets = atoi(optarg); break;
        case 'l': want.slow = atoi(optarg); break;
        case 'n': want.then = atof(optarg); break;
        case 'e': want.tls = atoi(optarg); break;
        case 'o': want.web = atoi(optarg); break;
        default: exit(2);
        }
    if (strncmp(want.host, "127.", 4) || want.clients < 2 || want.rooms < 1 || want.speakers < 1 || want.bytes < HEAD ||
        want.bytes > 400 || want.speakers > want.clients || want.slow < 0 ||
        ((!want.rate || want.then) && want.speakers + want.rooms + want.slow > want.clients)) {
        fputs("load: only for 127.x.x.x; at least a speaker, a listener in each room, and 34 to 400 bytes of text.\n", stderr);
        exit(2);
    }
}

/* Let all who are there speak for a while; tell what that took. */
static void measure(void (*speak)(double end), double seconds, struct measured *m)
{
    uint64_t before = delivered;
    double cpu = cpu_seconds(), start = now();
    speak(start + seconds);
    m->seconds = now() - start;
    m->cpu = cpu_seconds() - cpu;
    m->inside = delivered - before;
}

static void finish(void)
{
    for (int i = 0; i < want.speakers; i++)
        while (clients[i].stage == PRESENT && !flush(&clients[i]))
            look(1);
    calm_down(0.5);
}

int main(int count, char **words)
{
    struct measured m = {0};
    read_options(count, words);
    prepare();
    long kib = resident_kib();
    double cpu = cpu_seconds(), start = now();
    everybody_comes();
    m.arriving = now() - start;
    calm_down(0.3);
    m.kib = resident_kib() - kib;
    m.arrival_cpu = cpu_seconds() - cpu;
    turn_away();
    if (want.rate > 0)
        measure(keep_pace, want.seconds, &m);
    else
        measure(saturate, want.seconds, &m);
    if (want.then > 0) {
        finish();
        timing = false;
        measure(saturate, want.then, &m);
    }
    m.grown = resident_kib() - kib - m.kib;
    finish();
    report(m);
    return 0;
}
