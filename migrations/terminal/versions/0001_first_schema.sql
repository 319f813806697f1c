CREATE TABLE daily_sales (
    business_date TEXT NOT NULL,
    orders INTEGER NOT NULL,
    quantity INTEGER NOT NULL,
    tax INTEGER NOT NULL,
    gross INTEGER NOT NULL,
    CONSTRAINT pk_daily_sales PRIMARY KEY (business_date)
)
 WITHOUT ROWID,
 STRICT

CREATE TABLE customer (
    customer_id INTEGER NOT NULL,
    uid TEXT NOT NULL,
    name TEXT NOT NULL,
    phone TEXT NOT NULL,
    email TEXT NOT NULL,
    note TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    active INTEGER NOT NULL,
    CONSTRAINT pk_customer PRIMARY KEY (customer_id),
    CONSTRAINT ck_customer_active CHECK (active IN (0, 1)),
    CONSTRAINT uq_customer_uid UNIQUE (uid)
)
 STRICT

CREATE TABLE customer_key (
    key TEXT NOT NULL,
    customer_id INTEGER NOT NULL,
    CONSTRAINT pk_customer_key PRIMARY KEY (key, customer_id),
    CONSTRAINT fk_customer_key_customer_id_customer FOREIGN KEY(customer_id) REFERENCES customer (customer_id)
)
 WITHOUT ROWID,
 STRICT

CREATE INDEX ix_customer_key_customer_id ON customer_key (customer_id)

CREATE TABLE head_anchor (
    epoch INTEGER NOT NULL,
    terminal TEXT NOT NULL,
    seq INTEGER NOT NULL,
    hash TEXT NOT NULL,
    at TEXT NOT NULL,
    key_id TEXT NOT NULL,
    signature TEXT NOT NULL,
    CONSTRAINT pk_head_anchor PRIMARY KEY (epoch)
)
 STRICT

CREATE TABLE synced (
    subject TEXT NOT NULL,
    "key" TEXT NOT NULL,
    generation INTEGER NOT NULL,
    version INTEGER NOT NULL,
    local_id INTEGER,
    waiting INTEGER,
    CONSTRAINT pk_synced PRIMARY KEY (subject, "key"),
    CONSTRAINT ck_synced_subject CHECK (subject IN ('product', 'tax', 'tax_class', 'staff', 'setting', 'stock'))
)
 WITHOUT ROWID,
 STRICT

CREATE INDEX ix_synced_waiting ON synced (waiting) WHERE waiting IS NOT NULL

CREATE TABLE epoch (
    epoch INTEGER NOT NULL,
    series TEXT NOT NULL,
    last_number INTEGER NOT NULL,
    started_at INTEGER NOT NULL,
    reason TEXT NOT NULL,
    CONSTRAINT pk_epoch PRIMARY KEY (epoch),
    CONSTRAINT uq_epoch_series UNIQUE (series)
)
 STRICT

CREATE TABLE journal (
    seq INTEGER NOT NULL,
    kind TEXT NOT NULL,
    raw BLOB NOT NULL,
    hash BLOB NOT NULL,
    signature BLOB NOT NULL,
    CONSTRAINT pk_journal PRIMARY KEY (seq)
)
 STRICT

CREATE INDEX ix_journal_actor ON journal (CAST(substr(CAST(substr(raw, -72) AS TEXT), instr(CAST(substr(raw, -72) AS TEXT), '"user_id":') + 10) AS INTEGER), kind)

CREATE INDEX ix_journal_approver ON journal (CAST(substr(CAST(substr(raw, 1, 96) AS TEXT), instr(CAST(substr(raw, 1, 96) AS TEXT), '"approver_id":') + 14) AS INTEGER), kind) WHERE CAST(substr(CAST(substr(raw, 1, 96) AS TEXT), instr(CAST(substr(raw, 1, 96) AS TEXT), '"approver_id":') + 14) AS INTEGER) > 0

CREATE INDEX ix_journal_kind ON journal (kind)

CREATE INDEX ix_journal_order ON journal (substr(substr(CAST(raw AS TEXT), instr(CAST(raw AS TEXT), '"order_id":') + 11), 2, 36)) WHERE kind != 'order'

CREATE TABLE setting (
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    CONSTRAINT pk_setting PRIMARY KEY (name)
)
 WITHOUT ROWID,
 STRICT

CREATE TABLE signing_key (
    key_id TEXT NOT NULL,
    public_key BLOB NOT NULL,
    first_seq INTEGER NOT NULL,
    CONSTRAINT pk_signing_key PRIMARY KEY (key_id)
)
 WITHOUT ROWID,
 STRICT

CREATE TABLE staff (
    staff_id INTEGER NOT NULL,
    name TEXT NOT NULL,
    role TEXT NOT NULL,
    active INTEGER NOT NULL,
    pin_hash TEXT NOT NULL,
    failures INTEGER NOT NULL,
    lock_seconds_left INTEGER NOT NULL,
    signed_in_at INTEGER,
    badge_hash TEXT,
    CONSTRAINT pk_staff PRIMARY KEY (staff_id),
    CONSTRAINT ck_staff_role CHECK (role IN ('cashier', 'supervisor', 'manager', 'owner')),
    CONSTRAINT ck_staff_active CHECK (active IN (0, 1)),
    CONSTRAINT uq_staff_name UNIQUE (name),
    CONSTRAINT uq_staff_badge_hash UNIQUE (badge_hash)
)
 STRICT

CREATE TABLE tax (
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    rate_millionths INTEGER NOT NULL,
    amount_minor INTEGER NOT NULL,
    compound INTEGER NOT NULL,
    CONSTRAINT pk_tax PRIMARY KEY (code),
    CONSTRAINT ck_tax_compound CHECK (compound IN (0, 1))
)
 WITHOUT ROWID,
 STRICT

CREATE TABLE tax_class (
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    CONSTRAINT pk_tax_class PRIMARY KEY (code)
)
 WITHOUT ROWID,
 STRICT

CREATE TABLE draft (
    uid TEXT NOT NULL,
    revision INTEGER NOT NULL,
    state TEXT NOT NULL,
    opened_by INTEGER NOT NULL,
    total INTEGER NOT NULL,
    body TEXT NOT NULL,
    CONSTRAINT pk_draft PRIMARY KEY (uid),
    CONSTRAINT ck_draft_state CHECK (state IN ('created', 'held')),
    CONSTRAINT fk_draft_opened_by_staff FOREIGN KEY(opened_by) REFERENCES staff (staff_id)
)
 WITHOUT ROWID,
 STRICT

CREATE TABLE import_run (
    import_id INTEGER NOT NULL,
    source TEXT NOT NULL,
    started_at INTEGER NOT NULL,
    staff_id INTEGER NOT NULL,
    CONSTRAINT pk_import_run PRIMARY KEY (import_id),
    CONSTRAINT fk_import_run_staff_id_staff FOREIGN KEY(staff_id) REFERENCES staff (staff_id)
)
 STRICT

CREATE TABLE outbox (
    seq INTEGER NOT NULL,
    state TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    last_error TEXT,
    CONSTRAINT pk_outbox PRIMARY KEY (seq),
    CONSTRAINT ck_outbox_state CHECK (state IN ('waiting', 'conflict', 'rejected')),
    CONSTRAINT fk_outbox_seq_journal FOREIGN KEY(seq) REFERENCES journal (seq)
)
 STRICT

CREATE INDEX ix_outbox_state ON outbox (seq) WHERE state != 'waiting'

CREATE TABLE product (
    product_id INTEGER NOT NULL,
    sku TEXT NOT NULL,
    name TEXT NOT NULL,
    category TEXT NOT NULL,
    price INTEGER NOT NULL,
    cost INTEGER,
    tax_class TEXT NOT NULL,
    unit TEXT NOT NULL,
    oversell TEXT NOT NULL,
    active INTEGER NOT NULL,
    deposit_id INTEGER,
    variant_group TEXT,
    variant TEXT,
    age_limit INTEGER,
    open_price INTEGER,
    image TEXT,
    CONSTRAINT pk_product PRIMARY KEY (product_id),
    CONSTRAINT ck_product_unit CHECK (unit IN ('each', 'kg', 'l', 'm')),
    CONSTRAINT ck_product_oversell CHECK (oversell IN ('warn', 'block', 'allow')),
    CONSTRAINT ck_product_active CHECK (active IN (0, 1)),
    CONSTRAINT ck_product_price CHECK (price >= 0),
    CONSTRAINT uq_product_sku UNIQUE (sku),
    CONSTRAINT fk_product_tax_class_tax_class FOREIGN KEY(tax_class) REFERENCES tax_class (code),
    CONSTRAINT fk_product_deposit_id_product FOREIGN KEY(deposit_id) REFERENCES product (product_id)
)
 STRICT

CREATE INDEX ix_product_deposit_id ON product (deposit_id) WHERE deposit_id IS NOT NULL

CREATE INDEX ix_product_variant_group ON product (variant_group, name) WHERE variant_group IS NOT NULL

CREATE TABLE payment_attempt (
    attempt_id INTEGER NOT NULL,
    uid TEXT NOT NULL,
    kind TEXT NOT NULL,
    order_uid TEXT NOT NULL,
    method TEXT NOT NULL,
    processor TEXT NOT NULL,
    flow TEXT NOT NULL,
    amount INTEGER NOT NULL,
    currency TEXT NOT NULL,
    staff_id INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    state TEXT NOT NULL,
    step TEXT NOT NULL,
    wanted TEXT NOT NULL,
    remote_id TEXT,
    capture_id TEXT,
    handed INTEGER NOT NULL,
    reverses TEXT,
    sent_at INTEGER,
    decided_at INTEGER,
    card TEXT,
    reason TEXT,
    request_id TEXT,
    account TEXT,
    released_by INTEGER,
    CONSTRAINT pk_payment_attempt PRIMARY KEY (attempt_id),
    CONSTRAINT ck_payment_attempt_kind CHECK (kind IN ('charge', 'refund', 'reversal', 'by_hand')),
    CONSTRAINT ck_payment_attempt_flow CHECK (flow IN ('reader', 'qr', 'code')),
    CONSTRAINT ck_payment_attempt_state CHECK (state IN ('intent', 'sent', 'approved', 'declined', 'cancelled', 'unknown')),
    CONSTRAINT ck_payment_attempt_step CHECK (step IN ('create', 'hand_over', 'capture', 'cancel', 'refund')),
    CONSTRAINT ck_payment_attempt_wanted CHECK (wanted IN ('done', 'cancelled')),
    CONSTRAINT ck_payment_attempt_amount CHECK (amount > 0),
    CONSTRAINT ck_payment_attempt_decided CHECK ((decided_at IS NULL) = (state IN ('intent', 'sent', 'unknown'))),
    CONSTRAINT uq_payment_attempt_uid UNIQUE (uid),
    CONSTRAINT fk_payment_attempt_staff_id_staff FOREIGN KEY(staff_id) REFERENCES staff (staff_id),
    CONSTRAINT fk_payment_attempt_reverses_payment_attempt FOREIGN KEY(reverses) REFERENCES payment_attempt (uid),
    CONSTRAINT fk_payment_attempt_released_by_staff FOREIGN KEY(released_by) REFERENCES staff (staff_id)
)
 STRICT

CREATE INDEX ix_payment_attempt_created_at ON payment_attempt (created_at)

CREATE INDEX ix_payment_attempt_order_uid ON payment_attempt (order_uid)

CREATE INDEX ix_payment_attempt_refused ON payment_attempt (reverses) WHERE kind = 'reversal' AND state IN ('declined', 'cancelled')

CREATE INDEX ix_payment_attempt_reverses ON payment_attempt (reverses)

CREATE INDEX ix_payment_attempt_undecided ON payment_attempt (order_uid) WHERE decided_at IS NULL

CREATE TABLE product_import (
    number INTEGER NOT NULL,
    import_id TEXT NOT NULL,
    source TEXT NOT NULL,
    staff_id INTEGER NOT NULL,
    at INTEGER NOT NULL,
    set_stock INTEGER NOT NULL,
    rows INTEGER NOT NULL,
    applied INTEGER NOT NULL,
    next_byte INTEGER NOT NULL,
    new INTEGER NOT NULL,
    changed INTEGER NOT NULL,
    unchanged INTEGER NOT NULL,
    refused INTEGER NOT NULL,
    undone INTEGER NOT NULL,
    kept INTEGER NOT NULL,
    state TEXT NOT NULL,
    approver_id INTEGER,
    CONSTRAINT pk_product_import PRIMARY KEY (number),
    CONSTRAINT ck_product_import_state CHECK (state IN ('applying', 'stopped', 'done', 'undoing', 'undone')),
    CONSTRAINT ck_product_import_set_stock CHECK (set_stock IN (0, 1)),
    CONSTRAINT uq_product_import_import_id UNIQUE (import_id),
    CONSTRAINT fk_product_import_staff_id_staff FOREIGN KEY(staff_id) REFERENCES staff (staff_id),
    CONSTRAINT fk_product_import_approver_id_staff FOREIGN KEY(approver_id) REFERENCES staff (staff_id)
)
 STRICT

CREATE TABLE shift (
    shift_id INTEGER NOT NULL,
    number INTEGER NOT NULL,
    business_date TEXT NOT NULL,
    opened_at INTEGER NOT NULL,
    opened_by INTEGER NOT NULL,
    opening_float INTEGER NOT NULL,
    sales INTEGER NOT NULL,
    refunds INTEGER NOT NULL,
    tips INTEGER NOT NULL,
    cash_sales INTEGER NOT NULL,
    cash_in INTEGER NOT NULL,
    cash_out INTEGER NOT NULL,
    orders INTEGER NOT NULL,
    no_sales INTEGER NOT NULL,
    closed_at INTEGER,
    closed_by INTEGER,
    counted INTEGER,
    CONSTRAINT pk_shift PRIMARY KEY (shift_id),
    CONSTRAINT uq_shift_number UNIQUE (number),
    CONSTRAINT fk_shift_opened_by_staff FOREIGN KEY(opened_by) REFERENCES staff (staff_id),
    CONSTRAINT fk_shift_closed_by_staff FOREIGN KEY(closed_by) REFERENCES staff (staff_id)
)
 STRICT

CREATE UNIQUE INDEX uq_shift_open ON shift (closed_at IS NULL) WHERE closed_at IS NULL

CREATE TABLE tax_class_tax (
    tax_class TEXT NOT NULL,
    position INTEGER NOT NULL,
    tax TEXT NOT NULL,
    CONSTRAINT pk_tax_class_tax PRIMARY KEY (tax_class, position),
    CONSTRAINT fk_tax_class_tax_tax_class_tax_class FOREIGN KEY(tax_class) REFERENCES tax_class (code),
    CONSTRAINT fk_tax_class_tax_tax_tax FOREIGN KEY(tax) REFERENCES tax (code)
)
 WITHOUT ROWID,
 STRICT

CREATE INDEX ix_product_category ON product (category, name) WHERE active = 1

CREATE TABLE barcode (
    barcode TEXT NOT NULL,
    product_id INTEGER NOT NULL,
    CONSTRAINT pk_barcode PRIMARY KEY (barcode),
    CONSTRAINT fk_barcode_product_id_product FOREIGN KEY(product_id) REFERENCES product (product_id)
)
 WITHOUT ROWID,
 STRICT

CREATE INDEX ix_barcode_product_id ON barcode (product_id)

CREATE TABLE favourite (
    position INTEGER NOT NULL,
    product_id INTEGER NOT NULL,
    CONSTRAINT pk_favourite PRIMARY KEY (position),
    CONSTRAINT fk_favourite_product_id_product FOREIGN KEY(product_id) REFERENCES product (product_id)
)
 STRICT

CREATE TABLE "order" (
    order_id INTEGER NOT NULL,
    uid TEXT NOT NULL,
    number TEXT,
    state TEXT NOT NULL,
    shift_id INTEGER NOT NULL,
    business_date TEXT NOT NULL,
    completed_at INTEGER NOT NULL,
    utc_offset_minutes INTEGER NOT NULL,
    opened_by INTEGER NOT NULL,
    completed_by INTEGER NOT NULL,
    currency TEXT NOT NULL,
    policy TEXT NOT NULL,
    discount INTEGER NOT NULL,
    tax INTEGER NOT NULL,
    total INTEGER NOT NULL,
    rounding INTEGER NOT NULL,
    tip INTEGER NOT NULL,
    journal_seq INTEGER NOT NULL,
    discount_terms TEXT,
    discount_approved_by INTEGER,
    note TEXT,
    customer_id INTEGER,
    age_limit INTEGER,
    age_checked_by INTEGER,
    CONSTRAINT pk_order PRIMARY KEY (order_id),
    CONSTRAINT ck_order_state CHECK (state IN ('paid', 'cancelled')),
    CONSTRAINT ck_order_number CHECK ((state = 'paid') = (number IS NOT NULL)),
    CONSTRAINT ck_order_tip CHECK (tip = 0 OR state = 'paid' AND (tip > 0 AND total > 0 OR tip < 0 AND total < 0)),
    CONSTRAINT uq_order_uid UNIQUE (uid),
    CONSTRAINT uq_order_number UNIQUE (number),
    CONSTRAINT fk_order_shift_id_shift FOREIGN KEY(shift_id) REFERENCES shift (shift_id),
    CONSTRAINT fk_order_opened_by_staff FOREIGN KEY(opened_by) REFERENCES staff (staff_id),
    CONSTRAINT fk_order_completed_by_staff FOREIGN KEY(completed_by) REFERENCES staff (staff_id),
    CONSTRAINT fk_order_journal_seq_journal FOREIGN KEY(journal_seq) REFERENCES journal (seq),
    CONSTRAINT fk_order_discount_approved_by_staff FOREIGN KEY(discount_approved_by) REFERENCES staff (staff_id),
    CONSTRAINT fk_order_customer_id_customer FOREIGN KEY(customer_id) REFERENCES customer (customer_id),
    CONSTRAINT fk_order_age_checked_by_staff FOREIGN KEY(age_checked_by) REFERENCES staff (staff_id)
)
 STRICT

CREATE INDEX ix_order_business_date ON "order" (business_date)

CREATE TABLE sales_by_day_product (
    business_date TEXT NOT NULL,
    product_id INTEGER NOT NULL,
    orders INTEGER NOT NULL,
    quantity INTEGER NOT NULL,
    tax INTEGER NOT NULL,
    gross INTEGER NOT NULL,
    CONSTRAINT pk_sales_by_day_product PRIMARY KEY (business_date, product_id),
    CONSTRAINT fk_sales_by_day_product_product_id_product FOREIGN KEY(product_id) REFERENCES product (product_id)
)
 WITHOUT ROWID,
 STRICT

CREATE TABLE sales_by_month_product (
    month TEXT NOT NULL,
    product_id INTEGER NOT NULL,
    orders INTEGER NOT NULL,
    quantity INTEGER NOT NULL,
    tax INTEGER NOT NULL,
    gross INTEGER NOT NULL,
    CONSTRAINT pk_sales_by_month_product PRIMARY KEY (month, product_id),
    CONSTRAINT fk_sales_by_month_product_product_id_product FOREIGN KEY(product_id) REFERENCES product (product_id)
)
 WITHOUT ROWID,
 STRICT

CREATE TABLE product_import_undo (
    import_id TEXT NOT NULL,
    product_id INTEGER NOT NULL,
    image TEXT NOT NULL,
    CONSTRAINT pk_product_import_undo PRIMARY KEY (import_id, product_id),
    CONSTRAINT fk_product_import_undo_import_id_product_import FOREIGN KEY(import_id) REFERENCES product_import (import_id),
    CONSTRAINT fk_product_import_undo_product_id_product FOREIGN KEY(product_id) REFERENCES product (product_id)
)
 WITHOUT ROWID,
 STRICT

CREATE TABLE stock_level (
    product_id INTEGER NOT NULL,
    quantity INTEGER NOT NULL,
    sold INTEGER NOT NULL,
    elsewhere INTEGER DEFAULT 0 NOT NULL,
    CONSTRAINT pk_stock_level PRIMARY KEY (product_id),
    CONSTRAINT fk_stock_level_product_id_product FOREIGN KEY(product_id) REFERENCES product (product_id)
)
 STRICT

CREATE TABLE order_item (
    order_id INTEGER NOT NULL,
    position INTEGER NOT NULL,
    product_id INTEGER NOT NULL,
    sku TEXT NOT NULL,
    barcode TEXT NOT NULL,
    name TEXT NOT NULL,
    unit TEXT NOT NULL,
    unit_price INTEGER NOT NULL,
    quantity INTEGER NOT NULL,
    tax_class TEXT NOT NULL,
    before_discount INTEGER NOT NULL,
    discount INTEGER NOT NULL,
    order_discount INTEGER NOT NULL,
    total INTEGER NOT NULL,
    tax INTEGER NOT NULL,
    is_deposit INTEGER NOT NULL,
    discount_terms TEXT,
    list_price INTEGER,
    approved_by INTEGER,
    note TEXT,
    returns TEXT,
    returns_position INTEGER,
    return_reason TEXT,
    return_words TEXT,
    restocks INTEGER,
    tax_parts TEXT,
    CONSTRAINT pk_order_item PRIMARY KEY (order_id, position),
    CONSTRAINT ck_order_item_quantity CHECK (quantity <> 0),
    CONSTRAINT ck_order_item_return_reason CHECK ((quantity < 0) = (return_reason IS NOT NULL)),
    CONSTRAINT ck_order_item_returns CHECK ((returns IS NULL) = (returns_position IS NULL)),
    CONSTRAINT ck_order_item_is_deposit CHECK (is_deposit IN (0, 1)),
    CONSTRAINT ck_order_item_restocks CHECK (restocks IN (0, 1)),
    CONSTRAINT fk_order_item_order_id_order FOREIGN KEY(order_id) REFERENCES "order" (order_id),
    CONSTRAINT fk_order_item_product_id_product FOREIGN KEY(product_id) REFERENCES product (product_id),
    CONSTRAINT fk_order_item_approved_by_staff FOREIGN KEY(approved_by) REFERENCES staff (staff_id),
    CONSTRAINT fk_order_item_returns_order FOREIGN KEY(returns) REFERENCES "order" (number)
)
 WITHOUT ROWID,
 STRICT

CREATE INDEX ix_order_item_returns ON order_item (returns) WHERE returns IS NOT NULL

CREATE TABLE returned (
    order_id INTEGER NOT NULL,
    position INTEGER NOT NULL,
    sold INTEGER NOT NULL,
    quantity INTEGER NOT NULL,
    CONSTRAINT pk_returned PRIMARY KEY (order_id, position),
    CONSTRAINT fk_returned_order_id_order_item FOREIGN KEY(order_id, position) REFERENCES order_item (order_id, position),
    CONSTRAINT ck_returned_quantity CHECK (quantity BETWEEN 0 AND sold)
)
 WITHOUT ROWID,
 STRICT

CREATE TABLE order_tax (
    order_id INTEGER NOT NULL,
    tax_class TEXT NOT NULL,
    tax_code TEXT NOT NULL,
    name TEXT NOT NULL,
    rate_millionths INTEGER NOT NULL,
    net INTEGER NOT NULL,
    tax INTEGER NOT NULL,
    CONSTRAINT pk_order_tax PRIMARY KEY (order_id, tax_class, tax_code),
    CONSTRAINT fk_order_tax_order_id_order FOREIGN KEY(order_id) REFERENCES "order" (order_id)
)
 WITHOUT ROWID,
 STRICT

CREATE TABLE payment (
    payment_id INTEGER NOT NULL,
    uid TEXT NOT NULL,
    order_id INTEGER NOT NULL,
    method TEXT NOT NULL,
    amount INTEGER NOT NULL,
    tendered INTEGER NOT NULL,
    change INTEGER NOT NULL,
    state TEXT NOT NULL,
    at INTEGER NOT NULL,
    reference TEXT,
    reverses TEXT,
    change_seq INTEGER,
    refunds TEXT,
    CONSTRAINT pk_payment PRIMARY KEY (payment_id),
    CONSTRAINT ck_payment_state CHECK (state IN ('intent', 'sent', 'approved', 'declined', 'cancelled', 'unknown')),
    CONSTRAINT ck_payment_change CHECK (tendered - change = amount),
    CONSTRAINT ck_payment_refunds CHECK (refunds IS NULL OR amount <= 0),
    CONSTRAINT uq_payment_uid UNIQUE (uid),
    CONSTRAINT fk_payment_order_id_order FOREIGN KEY(order_id) REFERENCES "order" (order_id),
    CONSTRAINT fk_payment_reverses_payment FOREIGN KEY(reverses) REFERENCES payment (uid),
    CONSTRAINT fk_payment_change_seq_journal FOREIGN KEY(change_seq) REFERENCES journal (seq),
    CONSTRAINT fk_payment_refunds_payment FOREIGN KEY(refunds) REFERENCES payment (uid)
)
 STRICT

CREATE TABLE given_back (
    payment TEXT NOT NULL,
    taken INTEGER NOT NULL,
    amount INTEGER NOT NULL,
    CONSTRAINT pk_given_back PRIMARY KEY (payment),
    CONSTRAINT ck_given_back_amount CHECK (amount BETWEEN 0 AND taken),
    CONSTRAINT fk_given_back_payment_payment FOREIGN KEY(payment) REFERENCES payment (uid)
)
 WITHOUT ROWID,
 STRICT

CREATE INDEX ix_payment_order_id ON payment (order_id)

CREATE INDEX ix_payment_last_four ON payment (substr(reference, -4)) WHERE reference IS NOT NULL

CREATE UNIQUE INDEX uq_payment_reverses ON payment (reverses) WHERE reverses IS NOT NULL

CREATE TABLE print_job (
    job_id INTEGER NOT NULL,
    order_id INTEGER NOT NULL,
    copy INTEGER NOT NULL,
    state TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    last_error TEXT,
    kind TEXT NOT NULL,
    CONSTRAINT pk_print_job PRIMARY KEY (job_id),
    CONSTRAINT ck_print_job_state CHECK (state IN ('waiting', 'done', 'skipped')),
    CONSTRAINT ck_print_job_kind CHECK (kind IN ('receipt', 'gift')),
    CONSTRAINT fk_print_job_order_id_order FOREIGN KEY(order_id) REFERENCES "order" (order_id)
)
 STRICT

CREATE UNIQUE INDEX uq_print_job_copy ON print_job (order_id, kind, copy) WHERE copy > 0

CREATE INDEX ix_print_job_waiting ON print_job (job_id) WHERE state = 'waiting'

CREATE TABLE email_job (
    job_id INTEGER NOT NULL,
    uid TEXT NOT NULL,
    order_id INTEGER NOT NULL,
    address TEXT NOT NULL,
    kind TEXT NOT NULL,
    state TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    queued_at INTEGER NOT NULL,
    next_at INTEGER NOT NULL,
    last_error TEXT,
    CONSTRAINT pk_email_job PRIMARY KEY (job_id),
    CONSTRAINT ck_email_job_kind CHECK (kind IN ('receipt', 'gift')),
    CONSTRAINT ck_email_job_state CHECK (state IN ('waiting', 'sent', 'failed')),
    CONSTRAINT uq_email_job_uid UNIQUE (uid),
    CONSTRAINT fk_email_job_order_id_order FOREIGN KEY(order_id) REFERENCES "order" (order_id)
)
 STRICT

CREATE INDEX ix_email_job_order_id ON email_job (order_id)

CREATE INDEX ix_email_job_unsent ON email_job (job_id) WHERE state != 'sent'

CREATE TABLE stock_movement (
    movement_id INTEGER NOT NULL,
    product_id INTEGER NOT NULL,
    kind TEXT NOT NULL,
    quantity INTEGER NOT NULL,
    at INTEGER NOT NULL,
    order_id INTEGER,
    CONSTRAINT pk_stock_movement PRIMARY KEY (movement_id),
    CONSTRAINT ck_stock_movement_kind CHECK (kind IN ('opening', 'order', 'refund', 'receipt', 'count', 'adjustment', 'restored')),
    CONSTRAINT fk_stock_movement_product_id_product FOREIGN KEY(product_id) REFERENCES product (product_id),
    CONSTRAINT fk_stock_movement_order_id_order FOREIGN KEY(order_id) REFERENCES "order" (order_id)
)
 STRICT

CREATE INDEX ix_stock_movement_product_id ON stock_movement (product_id)

CREATE INDEX ix_stock_movement_restored ON stock_movement (product_id) WHERE kind = 'restored'

CREATE VIRTUAL TABLE product_search USING fts5(name, sku, barcodes, tokenize='unicode61 remove_diacritics 2', prefix='1 2 3')

INSERT INTO product_search(product_search, rank) VALUES ('automerge', 0)

INSERT INTO product_search(product_search, rank) VALUES ('crisismerge', 256)

CREATE TRIGGER journal_no_update BEFORE UPDATE ON "journal" BEGIN SELECT RAISE(ABORT, 'journal rows are never changed or deleted'); END

CREATE TRIGGER journal_no_delete BEFORE DELETE ON "journal" BEGIN SELECT RAISE(ABORT, 'journal rows are never changed or deleted'); END

CREATE TRIGGER order_no_update BEFORE UPDATE ON "order" BEGIN SELECT RAISE(ABORT, 'order rows are never changed or deleted'); END

CREATE TRIGGER order_no_delete BEFORE DELETE ON "order" BEGIN SELECT RAISE(ABORT, 'order rows are never changed or deleted'); END

CREATE TRIGGER order_item_no_update BEFORE UPDATE ON "order_item" BEGIN SELECT RAISE(ABORT, 'order_item rows are never changed or deleted'); END

CREATE TRIGGER order_item_no_delete BEFORE DELETE ON "order_item" BEGIN SELECT RAISE(ABORT, 'order_item rows are never changed or deleted'); END

CREATE TRIGGER order_tax_no_update BEFORE UPDATE ON "order_tax" BEGIN SELECT RAISE(ABORT, 'order_tax rows are never changed or deleted'); END

CREATE TRIGGER order_tax_no_delete BEFORE DELETE ON "order_tax" BEGIN SELECT RAISE(ABORT, 'order_tax rows are never changed or deleted'); END

CREATE TRIGGER stock_movement_no_update BEFORE UPDATE ON "stock_movement" BEGIN SELECT RAISE(ABORT, 'stock_movement rows are never changed or deleted'); END

CREATE TRIGGER stock_movement_no_delete BEFORE DELETE ON "stock_movement" BEGIN SELECT RAISE(ABORT, 'stock_movement rows are never changed or deleted'); END

CREATE TRIGGER signing_key_no_update BEFORE UPDATE ON "signing_key" BEGIN SELECT RAISE(ABORT, 'signing_key rows are never changed or deleted'); END

CREATE TRIGGER signing_key_no_delete BEFORE DELETE ON "signing_key" BEGIN SELECT RAISE(ABORT, 'signing_key rows are never changed or deleted'); END

CREATE TRIGGER payment_no_update BEFORE UPDATE ON "payment" WHEN OLD.state = 'approved' BEGIN SELECT RAISE(ABORT, 'payment rows are never changed or deleted'); END

CREATE TRIGGER payment_no_delete BEFORE DELETE ON "payment" BEGIN SELECT RAISE(ABORT, 'payment rows are never changed or deleted'); END

CREATE TRIGGER payment_attempt_no_update BEFORE UPDATE ON "payment_attempt" WHEN OLD.decided_at IS NOT NULL BEGIN SELECT RAISE(ABORT, 'payment_attempt rows are never changed or deleted'); END

CREATE TRIGGER payment_attempt_no_delete BEFORE DELETE ON "payment_attempt" BEGIN SELECT RAISE(ABORT, 'payment_attempt rows are never changed or deleted'); END

CREATE TRIGGER returned_no_reuse BEFORE UPDATE ON "returned" WHEN NEW.quantity < OLD.quantity OR NEW.sold <> OLD.sold BEGIN SELECT RAISE(ABORT, 'returned rows are never changed or deleted'); END

CREATE TRIGGER returned_no_delete BEFORE DELETE ON "returned" BEGIN SELECT RAISE(ABORT, 'returned rows are never changed or deleted'); END

CREATE TRIGGER given_back_no_reuse BEFORE UPDATE ON "given_back" WHEN NEW.amount < OLD.amount OR NEW.taken <> OLD.taken BEGIN SELECT RAISE(ABORT, 'given_back rows are never changed or deleted'); END

CREATE TRIGGER given_back_no_delete BEFORE DELETE ON "given_back" BEGIN SELECT RAISE(ABORT, 'given_back rows are never changed or deleted'); END

CREATE TRIGGER shift_no_update BEFORE UPDATE ON "shift" WHEN OLD.closed_at IS NOT NULL BEGIN SELECT RAISE(ABORT, 'shift rows are never changed or deleted'); END

CREATE TRIGGER shift_no_delete BEFORE DELETE ON "shift" BEGIN SELECT RAISE(ABORT, 'shift rows are never changed or deleted'); END

CREATE TRIGGER epoch_no_reuse BEFORE UPDATE ON "epoch" WHEN NEW.last_number < OLD.last_number BEGIN SELECT RAISE(ABORT, 'epoch rows are never changed or deleted'); END

CREATE TRIGGER epoch_no_delete BEFORE DELETE ON "epoch" BEGIN SELECT RAISE(ABORT, 'epoch rows are never changed or deleted'); END
