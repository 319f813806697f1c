CREATE TABLE access_event (
	event_id INTEGER NOT NULL,
	at INTEGER NOT NULL,
	kind TEXT NOT NULL,
	subject TEXT NOT NULL,
	actor TEXT NOT NULL,
	detail TEXT NOT NULL,
	CONSTRAINT pk_access_event PRIMARY KEY (event_id)
)
 STRICT

CREATE INDEX ix_access_event_subject ON access_event (subject, kind, at)

CREATE TABLE change (
	change_id INTEGER NOT NULL,
	txid INTEGER DEFAULT 0 NOT NULL,
	scope TEXT NOT NULL,
	subject TEXT NOT NULL,
	"key" TEXT NOT NULL,
	version INTEGER NOT NULL,
	body TEXT,
	CONSTRAINT pk_change PRIMARY KEY (change_id),
	CONSTRAINT uq_change_subject UNIQUE (subject, "key", scope),
	CONSTRAINT ck_change_subject CHECK (subject IN ('product', 'tax', 'tax_class', 'staff', 'setting'))
)
 STRICT

CREATE INDEX ix_change_txid ON change (scope, txid, change_id)

CREATE TABLE ended_visit (
	visit_id TEXT NOT NULL,
	until INTEGER NOT NULL,
	CONSTRAINT pk_ended_visit PRIMARY KEY (visit_id)
)
 WITHOUT ROWID,
 STRICT

CREATE INDEX ix_ended_visit_until ON ended_visit (until)

CREATE TABLE idempotent_request (
	person_id TEXT NOT NULL,
	"key" TEXT NOT NULL,
	digest BLOB NOT NULL,
	order_id TEXT NOT NULL,
	at INTEGER NOT NULL,
	CONSTRAINT pk_idempotent_request PRIMARY KEY (person_id, "key")
)
 WITHOUT ROWID,
 STRICT

CREATE TABLE incarnation (
	incarnation TEXT NOT NULL,
	place TEXT NOT NULL,
	begun_at INTEGER NOT NULL,
	reason TEXT NOT NULL,
	CONSTRAINT pk_incarnation PRIMARY KEY (incarnation)
)
 STRICT

CREATE TABLE "order" (
	business_date TEXT NOT NULL,
	terminal_id TEXT NOT NULL,
	epoch INTEGER NOT NULL,
	seq INTEGER NOT NULL,
	store_id TEXT NOT NULL,
	order_id TEXT NOT NULL,
	number TEXT,
	state TEXT NOT NULL,
	completed_at INTEGER NOT NULL,
	cashier TEXT,
	person_id TEXT,
	currency TEXT NOT NULL,
	total INTEGER NOT NULL,
	tax INTEGER NOT NULL,
	rounding INTEGER NOT NULL,
	tip INTEGER NOT NULL,
	CONSTRAINT pk_order PRIMARY KEY (business_date, terminal_id, epoch, seq),
	CONSTRAINT ck_order_state CHECK (state IN ('paid', 'refund', 'cancelled'))
)
 STRICT

CREATE INDEX ix_order_order_id ON "order" (order_id)

CREATE INDEX ix_order_person_id ON "order" (person_id, completed_at) WHERE person_id IS NOT NULL

CREATE INDEX ix_order_store_id ON "order" (store_id, completed_at)

CREATE TABLE product (
	scope TEXT NOT NULL,
	sku TEXT NOT NULL,
	name TEXT NOT NULL,
	category TEXT NOT NULL,
	price INTEGER NOT NULL,
	cost INTEGER,
	tax_class TEXT NOT NULL,
	unit TEXT NOT NULL,
	oversell TEXT NOT NULL,
	active INTEGER NOT NULL,
	age_limit INTEGER,
	open_price INTEGER,
	CONSTRAINT pk_product PRIMARY KEY (scope, sku),
	CONSTRAINT ck_product_unit CHECK (unit IN ('each', 'kg', 'l', 'm')),
	CONSTRAINT ck_product_oversell CHECK (oversell IN ('warn', 'block', 'allow')),
	CONSTRAINT ck_product_active CHECK (active IN (0, 1))
)
 WITHOUT ROWID,
 STRICT

CREATE TABLE product_barcode (
	scope TEXT NOT NULL,
	barcode TEXT NOT NULL,
	sku TEXT NOT NULL,
	CONSTRAINT pk_product_barcode PRIMARY KEY (scope, barcode)
)
 WITHOUT ROWID,
 STRICT

CREATE INDEX ix_product_barcode_sku ON product_barcode (scope, sku)

CREATE TABLE record (
	terminal_id TEXT NOT NULL,
	epoch INTEGER NOT NULL,
	seq INTEGER NOT NULL,
	kind TEXT NOT NULL,
	hash BLOB NOT NULL,
	signature BLOB NOT NULL,
	raw BLOB NOT NULL,
	received_at INTEGER NOT NULL,
	CONSTRAINT pk_record PRIMARY KEY (terminal_id, epoch, seq)
)
 STRICT

CREATE TABLE sales_by_day (
	store_id TEXT NOT NULL,
	terminal_id TEXT NOT NULL,
	business_date TEXT NOT NULL,
	hour INTEGER NOT NULL,
	orders INTEGER NOT NULL,
	quantity INTEGER NOT NULL,
	tax INTEGER NOT NULL,
	gross INTEGER NOT NULL,
	CONSTRAINT pk_sales_by_day PRIMARY KEY (store_id, terminal_id, business_date, hour)
)
 WITHOUT ROWID,
 STRICT

CREATE TABLE sales_by_day_product (
	store_id TEXT NOT NULL,
	business_date TEXT NOT NULL,
	sku TEXT NOT NULL,
	orders INTEGER NOT NULL,
	quantity INTEGER NOT NULL,
	tax INTEGER NOT NULL,
	gross INTEGER NOT NULL,
	CONSTRAINT pk_sales_by_day_product PRIMARY KEY (store_id, business_date, sku)
)
 WITHOUT ROWID,
 STRICT

CREATE TABLE signing_key (
	key_id TEXT NOT NULL,
	purpose TEXT NOT NULL,
	state TEXT NOT NULL,
	sealed_private_key BLOB NOT NULL,
	public_key BLOB NOT NULL,
	made_at INTEGER NOT NULL,
	state_since INTEGER NOT NULL,
	CONSTRAINT pk_signing_key PRIMARY KEY (key_id),
	CONSTRAINT ck_signing_key_purpose CHECK (purpose IN ('tokens', 'heads')),
	CONSTRAINT ck_signing_key_state CHECK (state IN ('current', 'next', 'retired'))
)
 STRICT

CREATE UNIQUE INDEX uq_signing_key_purpose ON signing_key (purpose, state) WHERE state != 'retired'

CREATE TABLE spent_assertion (
	terminal_id TEXT NOT NULL,
	assertion_id TEXT NOT NULL,
	until INTEGER NOT NULL,
	CONSTRAINT pk_spent_assertion PRIMARY KEY (terminal_id, assertion_id)
)
 WITHOUT ROWID,
 STRICT

CREATE INDEX ix_spent_assertion_until ON spent_assertion (until)

CREATE TABLE stock (
	store_id TEXT NOT NULL,
	sku TEXT NOT NULL,
	terminal_id TEXT NOT NULL,
	quantity INTEGER NOT NULL,
	version INTEGER NOT NULL,
	txid INTEGER DEFAULT 0 NOT NULL,
	CONSTRAINT pk_stock PRIMARY KEY (store_id, sku, terminal_id)
)
 WITHOUT ROWID,
 STRICT

CREATE INDEX ix_stock_txid ON stock (store_id, txid, sku, terminal_id)

CREATE TABLE store (
	store_id TEXT NOT NULL,
	name TEXT NOT NULL,
	currency TEXT NOT NULL,
	time_zone TEXT NOT NULL,
	prices_include_tax INTEGER DEFAULT '1' NOT NULL,
	created_at INTEGER NOT NULL,
	CONSTRAINT pk_store PRIMARY KEY (store_id),
	CONSTRAINT ck_store_prices_include_tax CHECK (prices_include_tax IN (0, 1)),
	CONSTRAINT uq_store_name UNIQUE (name)
)
 STRICT

CREATE TABLE tax (
	scope TEXT NOT NULL,
	code TEXT NOT NULL,
	name TEXT NOT NULL,
	rate_millionths INTEGER NOT NULL,
	amount_minor INTEGER NOT NULL,
	compound INTEGER NOT NULL,
	CONSTRAINT pk_tax PRIMARY KEY (scope, code),
	CONSTRAINT ck_tax_compound CHECK (compound IN (0, 1))
)
 WITHOUT ROWID,
 STRICT

CREATE TABLE tax_class (
	scope TEXT NOT NULL,
	code TEXT NOT NULL,
	name TEXT NOT NULL,
	taxes TEXT NOT NULL,
	CONSTRAINT pk_tax_class PRIMARY KEY (scope, code)
)
 WITHOUT ROWID,
 STRICT

CREATE TABLE transaction_number (
	number INTEGER NOT NULL,
	CONSTRAINT pk_transaction_number PRIMARY KEY (number)
)
 STRICT

CREATE TABLE tries (
	"key" TEXT NOT NULL,
	began_at INTEGER NOT NULL,
	count INTEGER NOT NULL,
	CONSTRAINT pk_tries PRIMARY KEY ("key")
)
 WITHOUT ROWID,
 STRICT

CREATE INDEX ix_tries_began_at ON tries (began_at)

CREATE TABLE enrolment_code (
	selector TEXT NOT NULL,
	proof TEXT NOT NULL,
	terminal TEXT NOT NULL,
	store_id TEXT NOT NULL,
	made_at INTEGER NOT NULL,
	made_by TEXT NOT NULL,
	expires_at INTEGER NOT NULL,
	tries_left INTEGER NOT NULL,
	used_by TEXT,
	CONSTRAINT pk_enrolment_code PRIMARY KEY (selector),
	CONSTRAINT fk_enrolment_code_store_id_store FOREIGN KEY(store_id) REFERENCES store (store_id)
)
 WITHOUT ROWID,
 STRICT

CREATE TABLE person (
	person_id TEXT NOT NULL,
	name TEXT NOT NULL,
	folded TEXT NOT NULL,
	role TEXT NOT NULL,
	store_id TEXT,
	password_hash TEXT NOT NULL,
	active INTEGER NOT NULL,
	generation INTEGER NOT NULL,
	created_at INTEGER NOT NULL,
	changed_at INTEGER NOT NULL,
	CONSTRAINT pk_person PRIMARY KEY (person_id),
	CONSTRAINT ck_person_role CHECK (role IN ('cashier', 'manager', 'head_office', 'admin')),
	CONSTRAINT ck_person_active CHECK (active IN (0, 1)),
	CONSTRAINT uq_person_folded UNIQUE (folded),
	CONSTRAINT fk_person_store_id_store FOREIGN KEY(store_id) REFERENCES store (store_id)
)
 STRICT

CREATE TABLE terminal (
	terminal_id TEXT NOT NULL,
	store_id TEXT NOT NULL,
	code TEXT NOT NULL,
	journal_id TEXT NOT NULL,
	is_desk INTEGER DEFAULT '0' NOT NULL,
	installation TEXT DEFAULT '' NOT NULL,
	currency TEXT NOT NULL,
	app_version TEXT DEFAULT '' NOT NULL,
	epoch INTEGER NOT NULL,
	enrolled_at INTEGER NOT NULL,
	revoked_at INTEGER,
	replaced_by TEXT,
	CONSTRAINT pk_terminal PRIMARY KEY (terminal_id),
	CONSTRAINT ck_terminal_is_desk CHECK (is_desk IN (0, 1)),
	CONSTRAINT fk_terminal_store_id_store FOREIGN KEY(store_id) REFERENCES store (store_id),
	CONSTRAINT uq_terminal_journal_id UNIQUE (journal_id)
)
 STRICT

CREATE INDEX ix_terminal_store_id ON terminal (store_id)

CREATE UNIQUE INDEX uq_terminal_code ON terminal (store_id, code) WHERE revoked_at IS NULL

CREATE UNIQUE INDEX uq_terminal_desk ON terminal (store_id) WHERE is_desk = 1

CREATE TABLE countersignature (
	terminal_id TEXT NOT NULL,
	epoch INTEGER NOT NULL,
	seq INTEGER NOT NULL,
	hash BLOB NOT NULL,
	at TEXT NOT NULL,
	key_id TEXT NOT NULL,
	signature TEXT NOT NULL,
	CONSTRAINT pk_countersignature PRIMARY KEY (terminal_id, epoch, seq),
	CONSTRAINT fk_countersignature_terminal_id_terminal FOREIGN KEY(terminal_id) REFERENCES terminal (terminal_id)
)
 STRICT

CREATE TABLE quarantine (
	quarantine_id INTEGER NOT NULL,
	terminal_id TEXT NOT NULL,
	epoch INTEGER NOT NULL,
	seq INTEGER NOT NULL,
	digest BLOB NOT NULL,
	answer TEXT NOT NULL,
	reason TEXT NOT NULL,
	detail TEXT NOT NULL,
	kind TEXT NOT NULL,
	hash TEXT NOT NULL,
	signature TEXT NOT NULL,
	raw BLOB NOT NULL,
	holds_place INTEGER NOT NULL,
	received_at INTEGER NOT NULL,
	settled_at INTEGER,
	settled_by TEXT,
	CONSTRAINT pk_quarantine PRIMARY KEY (quarantine_id),
	CONSTRAINT uq_quarantine_terminal_id UNIQUE (terminal_id, epoch, seq, digest),
	CONSTRAINT ck_quarantine_answer CHECK (answer IN ('conflict', 'rejected')),
	CONSTRAINT ck_quarantine_holds_place CHECK (holds_place IN (0, 1)),
	CONSTRAINT fk_quarantine_terminal_id_terminal FOREIGN KEY(terminal_id) REFERENCES terminal (terminal_id)
)
 STRICT

CREATE TABLE terminal_head (
	terminal_id TEXT NOT NULL,
	epoch INTEGER NOT NULL,
	seq INTEGER NOT NULL,
	hash BLOB NOT NULL,
	last_contact_at INTEGER,
	waiting INTEGER,
	CONSTRAINT pk_terminal_head PRIMARY KEY (terminal_id),
	CONSTRAINT fk_terminal_head_terminal_id_terminal FOREIGN KEY(terminal_id) REFERENCES terminal (terminal_id)
)
 STRICT

CREATE TABLE terminal_key (
	terminal_id TEXT NOT NULL,
	key_id TEXT NOT NULL,
	public_key BLOB NOT NULL,
	first_seq INTEGER NOT NULL,
	added_at INTEGER NOT NULL,
	CONSTRAINT pk_terminal_key PRIMARY KEY (terminal_id, key_id),
	CONSTRAINT fk_terminal_key_terminal_id_terminal FOREIGN KEY(terminal_id) REFERENCES terminal (terminal_id)
)
 WITHOUT ROWID,
 STRICT
