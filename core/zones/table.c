/* SPDX-License-Identifier: MIT */
/* The table of shared memory: sets of eight slots, each slot changed as a whole by one 16-byte compare-and-swap. */
#include <assert.h>
#include <stdatomic.h>
#include <stdlib.h>

#include <base/arena.h>
#include <zones/zones.h>

/*
 * A key is found in one set only, in any of its slots. A slot whose value is 0 is free. So any bytes at all are a valid table,
 * and a process that dies between two instructions leaves one.
 *
 * The difficulty is that two processes may put the same new key into two slots at once. So a new key is written with a mark,
 * which counts for nobody, then the set is looked through for the same key elsewhere, and only then is the mark taken off. Of
 * two that meet, the one in the lower slot takes the other's away. What is left by a process that died is taken away likewise.
 * The mark is the key's lowest bit, which the choice of the set has made redundant.
 */
enum { SLOTS = 8, SETS_MIN = 2, MARK = 1 };

struct slot {
    uint64_t key;
    uint64_t value;
};

struct set {
    struct slot slots[SLOTS];
} __attribute__((aligned(64)));

struct header {
    _Atomic uint64_t evicted;
} __attribute__((aligned(64)));

struct tn_table {
    struct header *header;
    struct set *sets;
    size_t set_count; /* a power of two */
    uint64_t (*worth)(uint64_t value, void *context);
    void (*gone)(uint64_t value, void *context);
    void *context; /* of both */
};

/* What came of an attempt to put a key in. */
enum insertion { INSERTED, DISTURBED, NO_PLACE };

/* In one step: if the slot holds `expected`, it now holds `wanted`. */
static bool swap(struct slot *slot, struct slot expected, struct slot wanted)
{
#if defined(__x86_64__)
    /* Written out, because compilers call a library for it, whose lock would be this process's alone. */
    bool done;
    __asm__ __volatile__("lock cmpxchg16b %1"
                         : "=@ccz"(done), "+m"(*slot), "+a"(expected.key), "+d"(expected.value)
                         : "b"(wanted.key), "c"(wanted.value)
                         : "memory");
    return done;
#elif defined(__aarch64__)
    __extension__ typedef unsigned __int128 both;
    union {
        struct slot slot;
        both whole;
    } from = { expected }, to = { wanted };
    return __sync_bool_compare_and_swap((both *)(void *)slot, from.whole, to.whole);
#else
#error "The table needs this processor's compare-and-swap of 16 bytes."
#endif
}

/* May be torn between key and value; whoever relies on both does so by swap. */
static struct slot load(const struct slot *slot)
{
    struct slot copy = { __atomic_load_n(&slot->key, __ATOMIC_SEQ_CST),
                         __atomic_load_n(&slot->value, __ATOMIC_SEQ_CST) };
    return copy;
}

/* A bijection that spreads keys over sets, also those that count 1, 2, 3 (the finaliser of SplitMix64). */
static uint64_t spread(uint64_t key)
{
    key = (key ^ key >> 30) * 0xbf58476d1ce4e5b9;
    key = (key ^ key >> 27) * 0x94d049bb133111eb;
    return key ^ key >> 31;
}

static size_t sets_for(size_t capacity)
{
    size_t sets = SETS_MIN;
    while (sets * SLOTS < capacity)
        sets *= 2;
    return sets;
}

size_t table_bytes(size_t capacity)
{
    return sizeof(struct header) + sets_for(capacity) * sizeof(struct set);
}

static uint64_t value_is_worth(uint64_t value, void *context)
{
    (void)context;
    return value < TN_TABLE_KEEP ? value : TN_TABLE_KEEP - 1;
}

static void nobody_asks(uint64_t value, void *context)
{
    (void)value, (void)context;
}

size_t table_capacity(size_t bytes)
{
    return (bytes - sizeof(struct header)) / sizeof(struct set) * SLOTS;
}

struct tn_table *table_attach(void *memory, size_t capacity)
{
    assert((uintptr_t)memory % sizeof(struct header) == 0);
    struct tn_table *table = memory_alloc(sizeof *table);
    table->header = memory;
    table->sets = (struct set *)(void *)(table->header + 1);
    table->set_count = sets_for(capacity);
    tn_table_on_full(table, value_is_worth, nobody_asks, NULL);
    return table;
}

void tn_table_on_full(struct tn_table *table, uint64_t (*worth)(uint64_t value, void *context),
                      void (*gone)(uint64_t value, void *context), void *context)
{
    table->worth = worth;
    table->gone = gone;
    table->context = context;
}

void table_detach(struct tn_table *table)
{
    free(table);
}

static struct set *set_of(const struct tn_table *table, uint64_t spread_key)
{
    return &table->sets[spread_key & (table->set_count - 1)];
}

/* The slot that holds the key (without mark), or NULL; `found` is what was seen there. */
static struct slot *find(struct set *set, uint64_t key, struct slot *found)
{
    for (int i = 0; i < SLOTS; i++) {
        *found = load(&set->slots[i]);
        if (found->key == key && found->value != 0)
            return &set->slots[i];
    }
    return NULL;
}

uint64_t tn_table_get(const struct tn_table *table, uint64_t key)
{
    uint64_t hash = spread(key);
    struct set *set = set_of(table, hash);
    struct slot found, *slot;
    /* Swapping the slot for itself proves that key and value were there together. */
    while ((slot = find(set, hash & ~(uint64_t)MARK, &found)))
        if (swap(slot, found, found))
            return found.value;
    return 0;
}

/* A mark counts for nobody, so it never stands in the way. */
static uint64_t worth_of(const struct tn_table *table, const struct slot *slot)
{
    uint64_t worth = table->worth(slot->value, table->context);
    return worth == TN_TABLE_KEEP && slot->key & MARK ? TN_TABLE_KEEP - 1 : worth;
}

/* A free slot, else the one whose value is worth least; NULL if all are to be kept. */
static struct slot *victim_of(const struct tn_table *table, struct set *set, struct slot *seen)
{
    struct slot *victim = NULL;
    uint64_t least = TN_TABLE_KEEP;
    for (int i = 0; i < SLOTS; i++) {
        struct slot slot = load(&set->slots[i]);
        if (slot.value == 0) {
            *seen = slot;
            return &set->slots[i];
        }
        uint64_t worth = worth_of(table, &slot);
        if (worth < least) {
            victim = &set->slots[i];
            *seen = slot;
            least = worth;
        }
    }
    return victim;
}

/*
 * Whether the marked key in `mine` is the only one of its set. Marked ones in higher slots are taken away; one in a lower slot,
 * or without mark, wins.
 */
static bool alone(struct set *set, const struct slot *mine, uint64_t key)
{
    const struct slot nothing = { 0, 0 };
    for (int i = 0; i < SLOTS; i++) {
        struct slot *slot = &set->slots[i];
        struct slot other = load(slot);
        if (slot == mine || other.value == 0 || (other.key & ~(uint64_t)MARK) != key)
            continue;
        if (!(other.key & MARK) || slot < mine || !swap(slot, other, nothing))
            return false;
    }
    return true;
}

/* Puts a new key into the set; if another process came between, nothing has changed. */
static enum insertion insert(const struct tn_table *table, struct set *set, uint64_t key,
                             uint64_t value)
{
    struct slot seen, *slot = victim_of(table, set, &seen);
    struct slot marked = { key | MARK, value }, whole = { key, value };
    const struct slot nothing = { 0, 0 };
    if (!slot)
        return NO_PLACE;
    if (!swap(slot, seen, marked))
        return DISTURBED;
    if (seen.value != 0 && !(seen.key & MARK)) {
        atomic_fetch_add_explicit(&table->header->evicted, 1, memory_order_relaxed);
        table->gone(seen.value, table->context);
    }
    if (alone(set, slot, key))
        return swap(slot, marked, whole) ? INSERTED : DISTURBED;
    swap(slot, marked, nothing);
    return DISTURBED;
}

/* Marked slots of this key in lower places would win for ever if their process has died. */
static void clear_abandoned(struct set *set, uint64_t key)
{
    const struct slot nothing = { 0, 0 };
    for (int i = 0; i < SLOTS; i++) {
        struct slot slot = load(&set->slots[i]);
        if (slot.value != 0 && slot.key == (key | MARK))
            swap(&set->slots[i], slot, nothing);
    }
}

uint64_t tn_table_change(struct tn_table *table, uint64_t key,
                         uint64_t (*change)(uint64_t old, void *context), void *context)
{
    enum { PATIENCE = 64 };
    uint64_t hash = spread(key), bare = hash & ~(uint64_t)MARK;
    struct set *set = set_of(table, hash);
    for (unsigned attempt = 1;; attempt++) {
        struct slot found, *slot = find(set, bare, &found);
        uint64_t value = change(slot ? found.value : 0, context);
        if (slot) {
            struct slot changed = { value ? bare : 0, value };
            if (swap(slot, found, changed))
                return value;
        } else if (value == 0) {
            return 0;
        } else {
            enum insertion insertion = insert(table, set, bare, value);
            if (insertion != DISTURBED)
                return insertion == INSERTED ? value : 0;
        }
        if (attempt % PATIENCE == 0)
            clear_abandoned(set, bare);
    }
}

struct tn_table_count tn_table_count(const struct tn_table *table)
{
    struct tn_table_count count = {
        .capacity = (uint64_t)table->set_count * SLOTS,
        .evicted = atomic_load_explicit(&table->header->evicted, memory_order_relaxed),
    };
    for (size_t i = 0; i < table->set_count; i++)
        for (int j = 0; j < SLOTS; j++)
            count.used += load(&table->sets[i].slots[j]).value != 0;
    return count;
}
