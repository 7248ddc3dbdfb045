-- SPDX-License-Identifier: Apache-2.0
--
-- Wireshark dissector of Rtsock's native protocol, docs/wire-format.md. Wireshark 4.0 and newer (Lua 5.2 to 5.4, so no operators on bits).
--
-- Payloads are shown by the descriptors that types send of themselves: those seen on the connection, else those of the built-in types at
-- the end of this file. Fields of built-in types have filters of their own (rtsock.route.prefix), those of plug-ins are `rtsock.field`, as
-- name=value. It is one file because that is what people copy into their folder of plug-ins.

local rtsock = Proto("rtsock", "Rtsock native protocol")

local PORT = 2009
local HEADER, LARGEST = 48, 65528
local PREAMBLE = "rtsock"
local DEEPEST = 8 -- lists in lists that a descriptor may have

local OPERATIONS = {[1] = "ADD", [2] = "DELETE", [3] = "CHANGE", [4] = "GET", [5] = "LOSING", [7] = "MISS", [8] = "LOCK", [11] = "RESOLVE",
    [32] = "MARK", [33] = "RESET", [34] = "SPAN", [35] = "DESCRIBE", [36] = "LISTEN", [37] = "INFO", [38] = "DESYNC", [39] = "DUMP",
    [40] = "OPTION", [41] = "BATCH"}
local FLAGS = {DONE = 1, SNAPSHOT = 2, REPLY = 4, MORE = 8, DRIVER = 16}
local KINDS = {"U8", "U16", "U32", "U64", "BOOL", "TEXT", "ENUM", "MAC", "ADDRESS", "PREFIX", "LIST"}
local SIZES = {U8 = 1, U16 = 2, U32 = 4, U64 = 8}
local ERRNOS = {[1] = "EPERM", [2] = "ENOENT", [3] = "ESRCH", [4] = "EINTR", [5] = "EIO", [6] = "ENXIO", [9] = "EBADF",
    [11] = "EAGAIN", [12] = "ENOMEM", [13] = "EACCES", [16] = "EBUSY", [17] = "EEXIST", [19] = "ENODEV", [22] = "EINVAL", [32] = "EPIPE",
    [34] = "ERANGE", [36] = "ENAMETOOLONG", [90] = "EMSGSIZE", [92] = "ENOPROTOOPT", [93] = "EPROTONOSUPPORT", [94] = "ESOCKTNOSUPPORT",
    [95] = "EOPNOTSUPP", [96] = "EPFNOSUPPORT", [97] = "EAFNOSUPPORT", [98] = "EADDRINUSE", [99] = "EADDRNOTAVAIL", [100] = "ENETDOWN",
    [101] = "ENETUNREACH", [104] = "ECONNRESET", [105] = "ENOBUFS", [106] = "EISCONN", [107] = "ENOTCONN", [108] = "ESHUTDOWN",
    [109] = "ETOOMANYREFS", [110] = "ETIMEDOUT", [111] = "ECONNREFUSED", [113] = "EHOSTUNREACH", [116] = "ESTALE", [122] = "EDQUOT"}
local FAMILIES = {[0] = "all", [2] = "inet", [10] = "inet6"}
local LEVELS = {[0] = "stored", [1] = "programmed"}
local LOOKUPS = {[0] = "longest match", [1] = "key", [2] = "most preferred", [3] = "longest match, reported"}
local PARTS = {[1] = "deletes", [2] = "values"}
local MODES = {[0] = "all or none", [1] = "each on its own", [2] = "given up"}
local OF_OBJECTS = {ADD = true, DELETE = true, CHANGE = true, GET = true, LOCK = true, LOSING = true}
local NOTICES = {MISS = true, RESOLVE = true, LOSING = true}

-- What the display filters know -----------------------------------------------------------------------------------------------------------

local f = {
    preamble_version = ProtoField.uint8("rtsock.preamble.version", "Version of the preamble"),
    preamble_family = ProtoField.uint8("rtsock.preamble.family", "Address family", base.DEC, FAMILIES),
    preamble_protocol = ProtoField.string("rtsock.preamble.protocol", "Protocol"),
    preamble_errno = ProtoField.uint16("rtsock.preamble.errno", "Errno", base.DEC, ERRNOS),
    length = ProtoField.uint32("rtsock.length", "Length"),
    format = ProtoField.uint8("rtsock.format", "Version of the format"),
    operation = ProtoField.uint8("rtsock.operation", "Operation", base.DEC, OPERATIONS),
    type = ProtoField.uint16("rtsock.type", "Message type"),
    type_name = ProtoField.string("rtsock.type.name", "Name of the type"),
    flags = ProtoField.uint16("rtsock.flags", "Flags", base.HEX),
    errno = ProtoField.uint16("rtsock.errno", "Errno", base.DEC, ERRNOS),
    header = ProtoField.uint16("rtsock.header", "Header length"),
    size = ProtoField.uint16("rtsock.payload.length", "Payload length"),
    pid = ProtoField.uint32("rtsock.pid", "Pid"),
    seq = ProtoField.uint32("rtsock.seq", "Sequence number"),
    version = ProtoField.uint64("rtsock.version", "Version"),
    born = ProtoField.uint64("rtsock.born", "Born"),
    epoch = ProtoField.uint64("rtsock.epoch", "Epoch"),
    origin = ProtoField.string("rtsock.origin", "Origin"),
    payload = ProtoField.none("rtsock.payload", "Payload"),
    told = ProtoField.string("rtsock.told", "For this listener"),
    field = ProtoField.string("rtsock.field", "Field"),
    list = ProtoField.none("rtsock.list", "List"),
    element = ProtoField.none("rtsock.element", "Element"),
    described = ProtoField.string("rtsock.described", "Field"),
    text = ProtoField.string("rtsock.text", "Text"),
    part = ProtoField.uint8("rtsock.span.part", "Part", base.DEC, PARTS),
    from = ProtoField.uint64("rtsock.span.from", "From"),
    level = ProtoField.uint8("rtsock.level", "Level to wait for", base.DEC, LEVELS),
    lookup = ProtoField.uint8("rtsock.lookup", "Lookup", base.DEC, LOOKUPS),
    wanted_flags = ProtoField.uint32("rtsock.wanted.flags", "Types by flags", base.HEX),
    wanted_word = ProtoField.string("rtsock.wanted.word", "Type by word"),
    filter_table = ProtoField.uint32("rtsock.filter.table", "Table"),
    filter_family = ProtoField.uint8("rtsock.filter.family", "Family", base.DEC, FAMILIES),
    filter_prefix = ProtoField.string("rtsock.filter.prefix", "Prefix"),
    filter_protocol = ProtoField.uint8("rtsock.filter.protocol", "Protocol"),
    filter_priority = ProtoField.uint32("rtsock.filter.priority", "Priority"),
    resume_epoch = ProtoField.uint64("rtsock.resume.epoch", "Epoch"),
    resume_version = ProtoField.uint64("rtsock.resume.version", "Version"),
    option = ProtoField.string("rtsock.option", "Option"),
    option_value = ProtoField.uint64("rtsock.option.value", "Value"),
    topic = ProtoField.string("rtsock.topic", "Topic"),
    lost = ProtoField.uint64("rtsock.lost", "Lost"),
    table = ProtoField.uint32("rtsock.notice.table", "Table"),
    destination = ProtoField.string("rtsock.notice.destination", "Destination"),
    mode = ProtoField.uint8("rtsock.batch.mode", "Mode", base.DEC, MODES),
    item = ProtoField.string("rtsock.batch.item", "Item"),
    item_operation = ProtoField.uint8("rtsock.batch.operation", "Operation", base.DEC, OPERATIONS),
    item_type = ProtoField.uint16("rtsock.batch.type", "Message type"),
    item_length = ProtoField.uint16("rtsock.batch.length", "Length"),
    done = ProtoField.uint32("rtsock.batch.done", "Carried out"),
    index = ProtoField.uint32("rtsock.batch.index", "Index of the item"),
    item_errno = ProtoField.uint16("rtsock.batch.errno", "Errno", base.DEC, ERRNOS),
}
for name, mask in pairs(FLAGS) do
    f[name] = ProtoField.bool("rtsock.flags." .. name:lower(), name, 16, nil, mask)
end

local e = {
    malformed = ProtoExpert.new("rtsock.malformed", "Malformed", expert.group.MALFORMED, expert.severity.ERROR),
    unknown = ProtoExpert.new("rtsock.unknown", "Not known to this dissector", expert.group.UNDECODED, expert.severity.WARN),
    refused = ProtoExpert.new("rtsock.refused", "Refused", expert.group.RESPONSE_CODE, expert.severity.NOTE),
    lost = ProtoExpert.new("rtsock.desync", "Notices or replies were lost", expert.group.SEQUENCE, expert.severity.WARN),
}
rtsock.experts = {e.malformed, e.unknown, e.refused, e.lost}

-- What was learned of a connection, on the first pass; by the pair of its ends ------------------------------------------------------------

local connections = {}

function rtsock.init()
    connections = {}
end

local function ends(pinfo)
    return tostring(pinfo.src) .. " " .. pinfo.src_port, tostring(pinfo.dst) .. " " .. pinfo.dst_port
end

local function connection(pinfo)
    local from, to = ends(pinfo)
    local key = from < to and from .. " " .. to or to .. " " .. from
    -- types: number to a list of {packet, descriptor}; spans: sender to the newest span; records: those of each, for later passes
    connections[key] = connections[key] or {types = {}, spans = {}, records = {}}
    return connections[key]
end

-- A cursor over a payload -----------------------------------------------------------------------------------------------------------------

-- Thrown where bytes make no sense; anything else that is thrown is a fault of this file, and goes on as such.
local Malformed = {}

local function malformed(text)
    error(setmetatable({text = text}, Malformed), 0)
end

local Cursor = {}
Cursor.__index = Cursor

local function cursor(tvb, at, stop)
    return setmetatable({tvb = tvb, at = at, stop = stop}, Cursor)
end

function Cursor:left()
    return self.stop - self.at
end

function Cursor:take(size)
    if size > self:left() then
        malformed(string.format("the payload ends %d bytes too early", size - self:left()))
    end
    local range = self.tvb(self.at, size)
    self.at = self.at + size
    return range
end

function Cursor:number(size)
    return self:take(size):le_uint()
end

function Cursor:text()
    local size = self:number(2)
    return size == 0 and "" or self:take(size):string(ENC_UTF_8)
end

function Cursor:address()
    local size = self:number(1)
    if size == 0 then
        return ""
    elseif size == 4 then
        return tostring(self:take(4):ipv4())
    elseif size == 16 then
        return tostring(self:take(16):ipv6())
    end
    malformed(string.format("an address of %d bytes", size))
end

function Cursor:prefix()
    local length = self:number(1)
    local address = self:address()
    return address == "" and "" or address .. "/" .. length
end

-- The bytes from a place on, for the tree.
function Cursor:since(start)
    return self.tvb(start, self.at - start)
end

-- Descriptors -----------------------------------------------------------------------------------------------------------------------------

local described_fields

local function described_field(c, depth)
    local field = {name = c:text(), kind = KINDS[c:number(1)]}
    if not field.kind then
        malformed("the kind of field '" .. field.name .. "' is not known")
    end
    local bits = c:number(1)
    field.key, field.optional = bits % 2 == 1, math.floor(bits / 2) % 2 == 1
    if field.kind == "ENUM" then
        field.words = {}
        for _ = 1, c:number(2) do
            local number = c:number(1)
            field.words[number] = c:text()
        end
    elseif field.kind == "LIST" then
        field.element = described_fields(c, depth + 1)
    end
    return field
end

function described_fields(c, depth)
    if depth > DEEPEST then
        malformed("lists in lists in lists")
    end
    local fields = {}
    for _ = 1, c:number(2) do
        fields[#fields + 1] = described_field(c, depth)
    end
    return fields
end

local function described(c)
    local number = c:number(2)
    return {number = number, name = c:text(), word = c:text(), rank = c:number(2), flag = c:number(4), fields = described_fields(c, 1)}
end

local BUILT_IN = {} -- by number; filled at the end of this file
local filters = {} -- of built-in types: word.name to its ProtoField

local function learn(pinfo, type)
    if not pinfo.visited then
        local types = connection(pinfo).types
        types[type.number] = types[type.number] or {}
        table.insert(types[type.number], {packet = pinfo.number, type = type})
    end
end

-- The newest descriptor up to this packet; where there is none, the first later one.
local function type_of(pinfo, number)
    local found
    for _, learned in ipairs(connection(pinfo).types[number] or {}) do
        if not found or learned.packet <= pinfo.number then
            found = learned.type
        end
    end
    return found or BUILT_IN[number]
end

local function name_of(pinfo, number)
    local type = type_of(pinfo, number)
    return number == 0 and "NOP" or type and type.name or "type " .. number
end

-- Objects ---------------------------------------------------------------------------------------------------------------------------------

local show_fields

-- The value for a filter, and as text.
local function read_field(c, field)
    local kind = field.kind
    if kind == "U64" then
        local value = c:take(8):le_uint64()
        return value, tostring(value)
    elseif SIZES[kind] then
        local value = c:number(SIZES[kind])
        return value, tostring(value)
    elseif kind == "BOOL" then
        local value = c:number(1) ~= 0
        return value, tostring(value)
    end
    local text
    if kind == "ENUM" then
        local number = c:number(1)
        text = field.words[number] or tostring(number)
    elseif kind == "MAC" then
        local size = c:number(1)
        text = size == 0 and "" or tostring(c:take(size):bytes()):lower():gsub("(%x%x)", "%1:"):sub(1, -2)
    else
        text = c[kind:lower()](c)
    end
    return text, text
end

-- Gives the value as text. `path`: where the filters of a built-in type are; a plug-in has the one for all.
local function show_field(c, tree, field, path)
    local start, name = c.at, path .. "." .. field.name
    if field.kind == "LIST" then
        local shown, elements = tree:add(f.list, c.tvb(start, 0)), {}
        local count = c:number(2)
        if #field.element == 0 and count > 0 then
            malformed("a list of nothing")
        end
        for i = 1, count do
            local from = c.at
            local element = #field.element == 1 and shown or shown:add(f.element, c.tvb(from, 0))
            elements[i] = show_fields(c, element, field.element, name, true)
            if #field.element > 1 then
                element:set_len(c.at - from)
                element:set_text(elements[i])
            end
        end
        local text = table.concat(elements, ", ")
        shown:set_len(c.at - start)
        shown:set_text(field.name .. ": " .. text)
        return #field.element == 1 and text or "[" .. text .. "]"
    end
    local value, text = read_field(c, field)
    local filter = filters[name]
    if filter and filter.kind == field.kind then
        tree:add(filter.field, c:since(start), value)
    else
        tree:add(f.field, c:since(start), field.name .. "=" .. text):set_text(field.name .. ": " .. text)
    end
    return text
end

-- Gives the fields in one line, and those of the key. In an element of a list no bytes are missing.
function show_fields(c, tree, fields, path, whole)
    local texts, keys = {}, {}
    for _, field in ipairs(fields) do
        if c:left() == 0 and field.optional and not whole then
            break
        end
        local text = show_field(c, tree, field, path)
        if text ~= "" and text ~= "[]" and not (field.optional and (text == "0" or text == "false")) then
            texts[#texts + 1] = #fields == 1 and text or field.name .. "=" .. text
            if field.key then
                keys[#keys + 1] = text
            end
        end
    end
    return table.concat(texts, " "), table.concat(keys, " ")
end

-- Gives the key.
local function show_object(c, tree, pinfo, number)
    local type = type_of(pinfo, number)
    if not type then
        local rest = c.tvb(c.at, c:left())
        c.at = c.stop
        tree:add_proto_expert_info(e.unknown, "type " .. number .. " has not described itself in this capture")
        tree:add(f.payload, rest)
        return ""
    end
    local all, key = show_fields(c, tree, type.fields, type.word)
    tree:append_text(": " .. all)
    return key
end

-- Payloads --------------------------------------------------------------------------------------------------------------------------------

-- Each takes a cursor, the tree, the packet and the header, shows the payload and gives words for the info column.

local function show_number(c, tree, field, size)
    local range = c:take(size)
    tree:add_le(field, range)
    return size == 8 and range:le_uint64() or range:le_uint()
end

local function show_text(c, tree, field)
    local start = c.at
    local text = c:text()
    tree:add(field, c:since(start), text)
    return text
end

local function show_prefix(c, tree, field)
    local start = c.at
    local text = c:prefix()
    tree:add(field, c:since(start), text)
    return text
end

local function show_wanted(c, tree)
    local words = {}
    show_number(c, tree, f.wanted_flags, 4)
    for i = 1, c:number(2) do
        words[i] = show_text(c, tree, f.wanted_word)
    end
    show_number(c, tree, f.filter_table, 4)
    show_number(c, tree, f.filter_family, 1)
    show_prefix(c, tree, f.filter_prefix)
    for _ = 1, c:number(2) do
        show_number(c, tree, f.filter_protocol, 1)
    end
    show_number(c, tree, f.filter_priority, 4)
    return table.concat(words, " ")
end

local function show_items(c, tree, pinfo)
    local mode, count = show_number(c, tree, f.mode, 1), 0
    show_number(c, tree, f.level, 1)
    while c:left() > 0 do
        local item = tree:add(f.item, c.tvb(c.at, c:left()), tostring(count))
        local start = c.at
        local operation, number = show_number(c, item, f.item_operation, 1), show_number(c, item, f.item_type, 2)
        local size = show_number(c, item, f.item_length, 2)
        if size > c:left() then
            malformed(string.format("item %d has %d bytes, %d are left", count, size, c:left()))
        end
        local fields = cursor(c.tvb, c.at, c.at + size)
        local said = show_object(fields, item, pinfo, number)
        c.at = c.at + size
        item:set_len(c.at - start)
        item:set_text(string.format("%d: %s %s %s", count, OPERATIONS[operation] or operation, name_of(pinfo, number), said))
        count = count + 1
    end
    return string.format("%s, %d items", MODES[mode] or mode, count)
end

local function show_row(c, tree)
    local texts = {}
    for _ = 1, c:number(2) do
        local field = {name = c:text(), kind = KINDS[c:number(1)]}
        if field.kind == "LIST" then
            field.element = {{name = field.name, kind = "TEXT"}}
        elseif field.kind ~= "U64" and field.kind ~= "BOOL" and field.kind ~= "TEXT" then
            malformed("the kind of '" .. field.name .. "' is none of a row")
        end
        texts[#texts + 1] = field.name .. "=" .. show_field(c, tree, field, "row")
    end
    return table.concat(texts, " ")
end

local function show_descriptor(c, tree, pinfo)
    local start = c.at
    local type = described(c)
    local shown = tree:add(f.text, c:since(start), type.word)
    shown:set_text(string.format("%s, number %d, word %s, rank %d, flag %d", type.name, type.number, type.word, type.rank, type.flag))
    for _, field in ipairs(type.fields) do
        shown:add(f.described, c:since(start), field.name .. " " .. field.kind .. (field.optional and ", optional" or ""))
    end
    learn(pinfo, type)
    return type.name
end

local function show_refusal(c, tree, header)
    local why = show_text(c, tree, f.text)
    if header.operation == "BATCH" and c:left() > 0 then
        show_number(c, tree, f.index, 4)
    end
    tree:add_proto_expert_info(e.refused, (ERRNOS[header.errno] or header.errno) .. ": " .. why)
    return (ERRNOS[header.errno] or header.errno) .. " " .. why
end

local function show_batch_reply(c, tree)
    local done, refused = show_number(c, tree, f.done, 4), 0
    while c:left() > 0 do
        show_number(c, tree, f.index, 2)
        show_number(c, tree, f.item_errno, 2)
        show_text(c, tree, f.text)
        refused = refused + 1
    end
    return string.format("%d items%s", done, refused > 0 and ", " .. refused .. " refused" or "")
end

local function show_reply(c, tree, pinfo, header)
    if header.errno ~= 0 then
        return show_refusal(c, tree, header)
    elseif c:left() == 0 then
        return ""
    elseif header.operation == "DESCRIBE" then
        return show_descriptor(c, tree, pinfo)
    elseif header.operation == "INFO" then
        return show_row(c, tree)
    elseif header.operation == "BATCH" then
        return show_batch_reply(c, tree)
    end
    return show_object(c, tree, pinfo, header.type)
end

local function show_request(c, tree, pinfo, header)
    local operation = header.operation
    if operation == "LISTEN" then
        local words = show_wanted(c, tree)
        local epoch, version = show_number(c, tree, f.resume_epoch, 8), show_number(c, tree, f.resume_version, 8)
        return words .. (epoch ~= UInt64(0) and string.format(" resume %s:%s", epoch, version) or "")
    elseif operation == "DUMP" then
        return show_wanted(c, tree)
    elseif operation == "OPTION" then
        return show_text(c, tree, f.option) .. " " .. tostring(show_number(c, tree, f.option_value, 8))
    elseif operation == "BATCH" then
        return show_items(c, tree, pinfo)
    elseif operation == "INFO" then
        return show_text(c, tree, f.topic)
    elseif OF_OBJECTS[operation] then
        show_number(c, tree, operation == "GET" and f.lookup or f.level, 1)
        return show_object(c, tree, pinfo, header.type)
    end
    return ""
end

local function show_notice(c, tree, pinfo, header)
    show_number(c, tree, f.table, 4)
    local destination = show_prefix(c, tree, f.destination)
    if header.errno ~= 0 then
        tree:add_proto_expert_info(e.refused, ERRNOS[header.errno] or tostring(header.errno))
    end
    return destination .. " " .. (header.operation == "MISS" and "" or show_object(c, tree, pinfo, header.type))
end

-- A record says by the span before it what it is for this listener.
local function show_record(c, tree, pinfo, header)
    local known, from = connection(pinfo), ends(pinfo)
    local key = table.concat({pinfo.number, c.tvb:offset(), c.stop, header.type}, " ")
    if not pinfo.visited then
        known.records[key] = known.spans[from]
    end
    local span, told = known.records[key], "no span before it in this capture"
    if span and span.type == header.type then
        told = span.part == 1 and "DELETE" or header.born > span.from and "ADD" or "CHANGE"
    end
    tree:add(f.told, c.tvb(0, HEADER), told):set_generated()
    header.title = (told:find(" ") and "record" or told) .. " " .. name_of(pinfo, header.type)
    return show_object(c, tree, pinfo, header.type)
end

local function show_stream(c, tree, pinfo, header)
    local operation, known, from = header.operation, connection(pinfo), ends(pinfo)
    if operation == "SPAN" then
        local part, since = show_number(c, tree, f.part, 1), show_number(c, tree, f.from, 8)
        if not pinfo.visited then
            known.spans[from] = {type = header.type, part = part, from = since}
        end
        return string.format("%s from %s", PARTS[part] or part, since)
    elseif operation == "MARK" or operation == "RESET" then
        if not pinfo.visited then
            known.spans[from] = nil
        end
        return operation == "RESET" and "" or string.format("version %s%s", header.version, header.flags.SNAPSHOT and " snapshot" or "")
    elseif operation == "DESCRIBE" then
        return show_descriptor(c, tree, pinfo)
    elseif operation == "DESYNC" then
        tree:add_proto_expert_info(e.lost)
        return tostring(show_number(c, tree, f.lost, 8)) .. " lost"
    elseif NOTICES[operation] or header.errno ~= 0 then
        return show_notice(c, tree, pinfo, header)
    end
    return show_record(c, tree, pinfo, header)
end

-- Frames ----------------------------------------------------------------------------------------------------------------------------------

-- Whether the daemon sent it: known by who began with the preamble of 16 bytes; else what only the appliance fills in is looked at.
local function of_daemon(pinfo, header)
    local daemon = connection(pinfo).daemon
    if daemon then
        return daemon == ends(pinfo)
    end
    return not header.flags.REPLY and header.version == UInt64(0) and header.origin == "" and header.operation ~= "DESYNC"
end

local function say(pinfo, text)
    pinfo.cols.info:append(text .. "; ")
    pinfo.cols.info:fence()
end

local function show_header(tvb, tree, pinfo)
    local header = {flags = {}, code = tvb(5, 1):uint(), type = tvb(6, 2):le_uint(), errno = tvb(10, 2):le_uint(),
        length = tvb(12, 2):le_uint(), size = tvb(14, 2):le_uint(), version = tvb(24, 8):le_uint64(),
        born = tvb(32, 8):le_uint64(), origin = tvb(40, 8):stringz()}
    header.operation = OPERATIONS[header.code] or "operation " .. header.code
    local flags = tvb(8, 2):le_uint()
    tree:add_le(f.length, tvb(0, 4))
    tree:add(f.format, tvb(4, 1))
    tree:add(f.operation, tvb(5, 1))
    local type = tree:add_le(f.type, tvb(6, 2))
    type:append_text(" (" .. name_of(pinfo, header.type) .. ")")
    type:add(f.type_name, tvb(6, 2), name_of(pinfo, header.type)):set_generated()
    local shown = tree:add_le(f.flags, tvb(8, 2))
    for name, mask in pairs(FLAGS) do
        header.flags[name] = math.floor(flags / mask) % 2 == 1
        shown:add_le(f[name], tvb(8, 2))
    end
    tree:add_le(f.errno, tvb(10, 2))
    tree:add_le(f.header, tvb(12, 2))
    tree:add_le(f.size, tvb(14, 2))
    tree:add_le(f.pid, tvb(16, 4))
    tree:add_le(f.seq, tvb(20, 4))
    tree:add_le(f.version, tvb(24, 8))
    local place = header.operation == "MARK" or header.operation == "SPAN" or header.operation == "RESET"
    tree:add_le(place and f.epoch or f.born, tvb(32, 8))
    tree:add(f.origin, tvb(40, 8), header.origin)
    return header
end

local function show_payload(tvb, tree, pinfo, header)
    if header.length < HEADER or header.length + header.size > tvb:len() then
        malformed(string.format("a frame of %d bytes has a header of %d and a payload of %d", tvb:len(), header.length, header.size))
    end
    local c = cursor(tvb, header.length, header.length + header.size)
    local payload = header.size > 0 and tree:add(f.payload, tvb(header.length, header.size)) or tree
    local show = header.flags.REPLY and show_reply or of_daemon(pinfo, header) and show_request or show_stream
    return show(c, payload, pinfo, header)
end

local function dissect_frame(tvb, pinfo, tree)
    local length = tvb:len() >= 4 and tvb(0, 4):le_uint() or 0
    if tvb:len() < HEADER or length ~= tvb:len() then
        tree:add_proto_expert_info(e.malformed, string.format("a frame of %s bytes", length))
        return say(pinfo, "malformed: a frame of " .. length .. " bytes")
    end
    local header = show_header(tvb, tree, pinfo)
    header.title = (header.flags.REPLY and "reply to " or "") .. header.operation
        .. (header.type ~= 0 and " " .. name_of(pinfo, header.type) or "")
    if tvb(4, 1):uint() ~= 1 then
        tree:add_proto_expert_info(e.malformed, "version " .. tvb(4, 1):uint() .. " of the format")
        return say(pinfo, "malformed: version of the format")
    elseif not OPERATIONS[header.code] then
        tree:add_proto_expert_info(e.unknown, header.operation)
        return say(pinfo, header.title)
    end
    local well, said = pcall(show_payload, tvb, tree, pinfo, header)
    if not well and getmetatable(said) ~= Malformed then
        error(said, 0)
    elseif not well then
        tree:add_proto_expert_info(e.malformed, said.text)
        said = "malformed: " .. said.text
    end
    local title = said == "" and header.title or header.title .. " " .. said
    tree:append_text(": " .. title)
    say(pinfo, title)
end

-- Preambles -------------------------------------------------------------------------------------------------------------------------------

local function is_preamble(tvb, at)
    return tvb(at, math.min(#PREAMBLE, tvb:len() - at)):string() == PREAMBLE
end

-- The daemon's has version 1 where the appliance's has an errno, of which EPERM is none that it says.
local function is_daemons(tvb, at)
    return tvb(at + 6, 1):uint() == 1
end

local function dissect_preamble(tvb, pinfo, tree)
    local known = connection(pinfo)
    if is_daemons(tvb, 0) then
        known.daemon = ends(pinfo)
        known.protocol = tvb(8, 8):stringz()
        tree:add(f.preamble_version, tvb(6, 1))
        tree:add(f.preamble_family, tvb(7, 1))
        tree:add(f.preamble_protocol, tvb(8, 8), known.protocol)
        say(pinfo, "opens " .. known.protocol)
    else
        local errno = tvb(6, 2):le_uint()
        tree:add_le(f.preamble_errno, tvb(6, 2))
        if errno ~= 0 then
            tree:add_proto_expert_info(e.refused, ERRNOS[errno] or tostring(errno))
        end
        say(pinfo, errno == 0 and "open" or "not opened: " .. (ERRNOS[errno] or errno))
    end
end

-- The stream ------------------------------------------------------------------------------------------------------------------------------

local function frame_length(tvb, _, at)
    if is_preamble(tvb, at) then
        return is_daemons(tvb, at) and 16 or 8
    end
    local length = tvb(at, 4):le_uint()
    local sound = length >= HEADER and length <= LARGEST and length % 8 == 0
    -- After a wrong length there is no telling where the next frame begins; the appliance closes.
    return sound and length or tvb:len() - at
end

local function dissect_one(tvb, pinfo, tree)
    local shown = tree:add(rtsock, tvb())
    if is_preamble(tvb, 0) then
        dissect_preamble(tvb, pinfo, shown)
    else
        dissect_frame(tvb, pinfo, shown)
    end
    return tvb:len()
end

-- A TLS record: its first two bytes are no length of a frame, because that is a multiple of 8.
local function is_tls(tvb)
    local first = tvb:len() >= 2 and tvb(0, 1):uint() or 0
    return first >= 20 and first <= 23 and tvb(1, 1):uint() == 3
end

function rtsock.dissector(tvb, pinfo, tree)
    if is_tls(tvb) then
        return Dissector.get("tls"):call(tvb, pinfo, tree)
    end
    local known = connection(pinfo)
    if known.protocol and known.protocol ~= "rts" and not is_preamble(tvb, 0) then
        pinfo.cols.info = known.protocol .. ", not dissected"
        return 0
    end
    pinfo.cols.protocol = "RTSOCK"
    pinfo.cols.info:clear()
    dissect_tcp_pdus(tvb, tree, 8, frame_length, dissect_one)
    return tvb:len()
end

-- On another port: a preamble, or, where the capture began later, a header that fits.
local function heuristic(tvb, pinfo, tree)
    local fits = tvb:len() >= HEADER and tvb(4, 1):uint() == 1 and OPERATIONS[tvb(5, 1):uint()] and tvb(12, 2):le_uint() == HEADER
        and tvb(0, 4):le_uint() == HEADER + math.ceil(tvb(14, 2):le_uint() / 8) * 8
    if not fits and (tvb:len() < 8 or not is_preamble(tvb, 0)) then
        return false
    end
    pinfo.conversation = rtsock
    rtsock.dissector(tvb, pinfo, tree)
    return true
end

-- The built-in types ----------------------------------------------------------------------------------------------------------------------

local FAMILY = {[2] = "inet", [10] = "inet6"}
local PROTOCOL = {[0] = "unspec", [1] = "redirect", [2] = "kernel", [3] = "boot", [4] = "static", [8] = "gated", [9] = "ra", [10] = "mrt",
    [11] = "zebra", [12] = "bird", [13] = "dnrouted", [14] = "xorp", [15] = "ntk", [16] = "dhcp", [17] = "mrouted", [18] = "keepalived",
    [42] = "babel", [99] = "openr", [186] = "bgp", [187] = "isis", [188] = "ospf", [189] = "rip", [192] = "eigrp"}
local ROUTE_TYPE = {"unicast", "local", "broadcast", "anycast", "multicast", "blackhole", "unreachable", "prohibit", "throw", "nat"}
local METRIC = {"mtu", "hopcount", "expire", "recvpipe", "sendpipe", "ssthresh", "rtt", "rttvar"}
local STATE = {[0] = "stored", [1] = "programmed", [2] = "failed"}
local ROUTE_FLAG = {"dynamic", "modified", "xresolve", "proto2", "proto1", "proto3"}

-- A field is "name KIND", with ! where it is a part of the key, ? where it is optional; then the words of an ENUM, or the fields of a LIST.
local function fields_of(list)
    local fields = {}
    for i, given in ipairs(list) do
        local words = type(given) == "table" and given[2] or nil
        local name, kind, bits = (words and given[1] or given):match("^(%S+) (%S+) ?(%S*)$")
        fields[i] = {name = name, kind = kind, key = bits:find("!", 1, true) ~= nil, optional = bits:find("?", 1, true) ~= nil}
        if kind == "ENUM" then
            fields[i].words = words
        elseif kind == "LIST" then
            fields[i].element = fields_of(words)
        end
    end
    return fields
end

-- Registers a filter for each field.
local function filter_fields(fields, path)
    for _, field in ipairs(fields) do
        local name = path .. "." .. field.name
        local abbreviation = "rtsock." .. name
        if field.kind == "LIST" then
            filter_fields(field.element, name)
        else
            local make = field.kind == "BOOL" and ProtoField.bool or SIZES[field.kind] and ProtoField["uint" .. 8 * SIZES[field.kind]]
                or ProtoField.string
            filters[name] = {kind = field.kind, field = make(abbreviation, field.name)}
            f[name] = filters[name].field
        end
    end
end

local function built_in(number, name, word, ...)
    BUILT_IN[number] = {number = number, name = name, word = word, fields = fields_of({...})}
    filter_fields(BUILT_IN[number].fields, word)
end

built_in(1, "RTTABLE", "rttable", "id U32 !", "name TEXT", {"family ENUM !", FAMILY})
built_in(2, "ROUTE", "route", "table U32 !", {"family ENUM !", FAMILY}, "prefix PREFIX !", "priority U32 !", "tos U8 !?",
    "source PREFIX !?", "instance U32 !?", {"protocol ENUM", PROTOCOL}, {"type ENUM", ROUTE_TYPE},
    {"nexthops LIST", {"gateway ADDRESS ?", "ifl U32", "ifname TEXT", "weight U16"}}, {"state ENUM", STATE}, {"errno ENUM ?", ERRNOS},
    {"metrics LIST ?", {{"metric ENUM", METRIC}, "value U64", "locked BOOL"}}, {"flags LIST ?", {{"flag ENUM", ROUTE_FLAG}}})
built_in(3, "REDIRECT", "redirect", "table U32 !", {"family ENUM !", FAMILY}, "destination PREFIX !", "gateway ADDRESS", "author ADDRESS",
    "modified BOOL")
built_in(4, "RTSTATS", "rtstats", "table U32 !", {"family ENUM !", FAMILY}, {"protocol ENUM !", PROTOCOL}, "routes U64", "adds U64",
    "changes U64", "deletes U64", "dynamic U64", "newgateways U64", "badredirects U64", "misses U64", "wildcards U64",
    "resolves U64", "losing U64")
built_in(5, "IFDEV", "ifd", "index U32 !", "name TEXT", "mac MAC", "mtu U32", "up BOOL", "running BOOL", "kind TEXT")
built_in(6, "IFLOGICAL", "ifl", "index U32 !", "name TEXT", "ifd U32", "unit U32", "up BOOL")
built_in(7, "IFFAMILY", "iff", "ifl U32 !", {"family ENUM !", FAMILY}, "mtu U32")
built_in(8, "IFADDR", "ifa", "ifl U32 !", {"family ENUM", FAMILY}, "local ADDRESS !", "prefix PREFIX !", "broadcast ADDRESS ?",
    "peer ADDRESS ?")

-- Registration ----------------------------------------------------------------------------------------------------------------------------

rtsock.fields = f
DissectorTable.get("tcp.port"):add(PORT, rtsock)
DissectorTable.get("tls.port"):add(PORT, rtsock)
rtsock:register_heuristic("tcp", heuristic)
