/* A bare relay: the least that a server of rooms can do, as a yardstick for what this machine allows.
 *
 * It checks nothing, keeps nothing, and tells nobody who comes. What came in one pass over all sockets is put together once for each room, and
 * goes to each member with one send. For whoever does not read it waits: it is no server for people.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#define ROOMS 4096
#define EVENTS 512
#define READ 65536

struct member { int fd, room, place; size_t used; char nick[32], rest[READ]; };
struct piece { struct member *by; size_t end; };
static struct room { struct member **members; int count; char *text; size_t used; struct piece *pieces; int said; } rooms[ROOMS];
static int touched[ROOMS], touched_count;

static void put(int fd, const char *data, size_t bytes)
{
    while (bytes) {
        ssize_t done = send(fd, data, bytes, MSG_NOSIGNAL);
        if (done < 0) {
            struct pollfd wait = {.fd = fd, .events = POLLOUT};
            if (poll(&wait, 1, 1000) < 1 || wait.revents & (POLLERR | POLLHUP))
                return;
            continue;
        }
        data += done;
        bytes -= (size_t)done;
    }
}

static void show(struct room *room)
{
    for (int i = 0; i < room->count; i++) {
        struct member *to = room->members[i];
        size_t from = 0, until = 0;
        for (int k = 0; k < room->said; k++) {      /* a stretch in which somebody else speaks is one send */
            if (room->pieces[k].by == to) {
                put(to->fd, room->text + from, until - from);
                from = room->pieces[k].end;
            }
            until = room->pieces[k].end;
        }
        put(to->fd, room->text + from, until - from);
    }
    room->used = 0;
    room->said = 0;
}

static void add(struct member *by, int number, const char *form, int bytes, const char *words)
{
    struct room *room = &rooms[number];
    if (!room->said)
        touched[touched_count++] = number;
    room->text = realloc(room->text, room->used + (size_t)bytes + 100);
    room->pieces = realloc(room->pieces, ((size_t)room->said + 1) * sizeof *room->pieces);
    room->used += (size_t)sprintf(room->text + room->used, form, by->nick, bytes, words);
    if (room->said && room->pieces[room->said - 1].by == by)    /* who goes on speaking is still one piece */
        room->pieces[--room->said].end = 0;
    room->pieces[room->said++] = (struct piece){by, room->used};
}

static void obey(struct member *m, const char *line, int bytes)
{
    char answer[200];
    if (!memcmp(line, "PRIVMSG #", 9))
        add(m, atoi(line + 10) % ROOMS, ":%s!q@bare PRIVMSG %.*s\r\n", bytes - 8, line + 8);
    else if (!memcmp(line, "NICK ", 5))
        snprintf(m->nick, sizeof m->nick, "%.*s", bytes - 5, line + 5);
    else if (!memcmp(line, "USER ", 5))
        put(m->fd, answer, (size_t)snprintf(answer, sizeof answer, ":bare 001 %s :\r\n", m->nick));
    else if (!memcmp(line, "JOIN #", 6)) {
        struct room *room = &rooms[m->room = atoi(line + 7) % ROOMS];
        room->members = realloc(room->members, ((size_t)room->count + 1) * sizeof(struct member *));
        room->members[m->place = room->count++] = m;
        put(m->fd, answer, (size_t)snprintf(answer, sizeof answer, ":bare 366 %s :\r\n", m->nick));
    }
}

static void forget(struct member *m)
{
    if (m->room >= 0) {
        struct room *room = &rooms[m->room];
        room->members[m->place] = room->members[--room->count];
        room->members[m->place]->place = m->place;
    }
    close(m->fd);
    free(m);
}

static int take(struct member *m)
{
    ssize_t got = recv(m->fd, m->rest + m->used, READ - m->used, 0);
    if (got <= 0)
        return 0;
    char *line = m->rest, *end = m->rest + m->used + got, *stop;
    while ((stop = memchr(line, '\n', (size_t)(end - line)))) {
        int bytes = (int)(stop - line);
        if (bytes > 5)
            obey(m, line, line[bytes - 1] == '\r' ? bytes - 1 : bytes);
        line = stop + 1;
    }
    m->used = (size_t)(end - line) % READ;
    memmove(m->rest, line, m->used);
    return 1;
}

int main(int count, char **words)
{
    int listener = socket(AF_INET, SOCK_STREAM, 0), poller = epoll_create1(0), yes = 1;
    struct sockaddr_in here = {.sin_family = AF_INET, .sin_port = htons((unsigned short)atoi(count > 1 ? words[1] : "0"))};
    here.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    if (bind(listener, (struct sockaddr *)&here, sizeof here) || listen(listener, 4096)) {
        perror("relay");
        return 1;
    }
    struct epoll_event events[EVENTS], interest = {.events = EPOLLIN};
    epoll_ctl(poller, EPOLL_CTL_ADD, listener, &interest);
    for (;;) {
        int ready = epoll_wait(poller, events, EVENTS, -1);
        struct member *gone[EVENTS];
        int gone_count = 0;
        for (int i = 0; i < ready; i++) {
            struct member *m = events[i].data.ptr;
            if (m) {
                if (!take(m))
                    gone[gone_count++] = m;
            } else if ((m = calloc(1, sizeof *m))) {
                m->room = -1;
                m->fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK);
                setsockopt(m->fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
                struct epoll_event more = {.events = EPOLLIN, .data.ptr = m};
                if (m->fd < 0 || epoll_ctl(poller, EPOLL_CTL_ADD, m->fd, &more))
                    free(m);
            }
        }
        while (touched_count)
            show(&rooms[touched[--touched_count]]);
        while (gone_count)      /* only now: what they said last names them */
            forget(gone[--gone_count]);
    }
}
