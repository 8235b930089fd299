// The contract of the server's answers, as the page uses them. The OpenAPI document (`/api/openapi.json`) is the truth.

interface Span {
  start: number;
  end: number;
  quote: string;
  part?: 'title';
}
interface Key {
  kind: string;
  start: number;
  end: number;
  part?: 'title';
}
interface Count {
  low: number;
  high?: number | null;
  span?: Span;
}
interface Days {
  from?: string | null;
  to?: string | null;
  precision?: string;
  span?: Span | null;
}
interface PlaceValue {
  name: string;
  country?: string | null;
  admin1?: string | null;
  lat?: number | null;
  lon?: number | null;
  geonames?: number | null;
  precision?: Precision;
  radius_km?: number | null;
  kind?: string | null;
  span?: Span;
  why?: string;
  relation?: { kind: string; direction?: string | null; km?: number | null; other?: string | null; span: Span } | null;
  within?: { name: string } | null;
}
type Precision = 'exact' | 'district' | 'city' | 'admin1' | 'country';
interface Argument {
  role: string;
  entity?: string | null;
  span: Span;
  confidence?: number | null;
  statements?: string[];
}
interface Claim {
  statement: string | null;
  factuality: string;
}
interface SourceOf {
  entity?: string | null;
  span: Span;
  kind?: string | null;
  party_to?: string[];
}
interface Statement {
  id: string;
  act: string;
  source?: SourceOf | null;
  via: string[];
  channels?: { kind: string; span: Span }[];
  cue: Span;
  content: Span[];
  direct: boolean;
  within?: string | null;
}
interface EventRecord {
  id: string;
  trigger: Span;
  mentions: Span[];
  plover: { event: string; mode?: string | null; context: string[] };
  acled?: { event_type: string; sub_event_type: string } | null;
  status: string;
  arguments: Argument[];
  killed?: Count | null;
  injured?: Count | null;
  abducted?: Count | null;
  displaced?: Count | null;
  time?: Days | null;
  place?: PlaceValue | null;
  places?: PlaceValue[];
  claims: Claim[];
  evidence: { kind: string; span: Span; source?: SourceOf | null }[];
  confidence: number;
  background?: boolean;
}
interface Entity {
  id: string;
  kind: string;
  name: string;
  mentions: Span[];
  country?: string | null;
  sector?: string | null;
}
interface Reading {
  schema: string;
  report: { id: string; title?: string | null; outlet?: string | null; published?: string | null; language?: string | null };
  entities: Entity[];
  statements: Statement[];
  events: EventRecord[];
  reader?: { version: string; model: string };
  characterisations?: { span: Span; tone: string; quoted: boolean }[] | null;
  problems?: { message: string; span?: Span | null }[] | null;
}
interface ReportRow {
  number: number | null;
  key: string;
  id: string;
  title?: string | null;
  outlet?: string | null;
  url?: string | null;
  published?: string | null;
  events: number;
  reviewed?: string;
  copy_of?: number | null;
}
interface RivalMark {
  number: number;
  by: string;
  at: string;
  verdict: string;
  after?: unknown;
}
interface FieldMark {
  verdict: string;
  by: string;
  at: string;
  number: number;
  before?: unknown;
  after?: unknown;
  rivals?: RivalMark[];
}
interface EventMark {
  event: string | null;
  key: Key;
  verdict: string;
  reviewed?: string;
  by?: string | null;
  at?: string | null;
  fields: Record<string, FieldMark>;
  notes?: { number: number; by: string; at: string; note: string }[];
}
interface Review {
  who: string;
  at?: string;
  report: string;
  event?: Key | null;
  field?: string | null;
  verdict: string;
  before?: unknown;
  after?: unknown;
  note?: string | null;
}
interface ReviewRow {
  number: number;
  review: Review;
  hash: string;
  undone?: boolean;
}
interface Sheet {
  report: ReportRow;
  text: string;
  title?: string | null;
  paragraphs?: { start: number; end: number; role: string }[] | null;
  reading: Reading;
  original?: Reading | null;
  marks: EventMark[];
  reviews: ReviewRow[];
  incidents: Record<string, string>;
  lost?: EventMark[];
  problems?: string[];
}
interface EventRow {
  report: number;
  event: string;
  key: Key;
  type: string;
  mode?: string | null;
  mode_words?: string;
  status: string;
  word?: string;
  quote?: string;
  from?: string | null;
  to?: string | null;
  place?: string | null;
  country?: string | null;
  precision?: Precision | null;
  lat?: number | null;
  lon?: number | null;
  radius_km?: number | null;
  actors: string[];
  recipients: string[];
  killed?: Count | null;
  injured?: Count | null;
  outlet?: string | null;
  published?: string | null;
  title?: string | null;
  incident?: string | null;
  grade?: string | null;
  reviewed?: string;
}
interface IncidentRow {
  id: string;
  type: string;
  mode?: string | null;
  happened: string;
  from?: string | null;
  to?: string | null;
  place?: string | null;
  country?: string | null;
  precision?: Precision | null;
  lat?: number | null;
  lon?: number | null;
  radius_km?: number | null;
  actors: string[];
  recipients: string[];
  killed?: Count | null;
  injured?: Count | null;
  accounts: number;
  reports: number;
  copies: number;
  origins: number;
  grade?: string | null;
  contradictions: string[];
  locked: boolean;
  reviewed?: string;
}
interface Rows<Row> {
  total: number;
  offset: number;
  rows: Row[];
}
interface Holder {
  member: number;
  source?: string | null;
  told?: string | null;
}
interface Rival<Value> {
  value: Value;
  holders: Holder[];
  origins: number;
}
interface Spot {
  name: string;
  country?: string | null;
  admin1?: string | null;
  point?: [number, number] | null;
  radius_km?: number | null;
  precision: Precision;
}
interface Who {
  name: string;
  names?: string[];
  named: boolean;
  country?: string | null;
  sector?: string | null;
}
interface Member {
  report: string;
  event: string;
  outlet?: string | null;
  published?: string | null;
  copy_of?: number | null;
  origins: number[];
}
interface Incident {
  id: string;
  locked: boolean;
  members: Member[];
  links: { member: number; to: number; chance: number; reasons: Reason[] }[];
  origins: { name: string; kind?: string | null; named: boolean; interested: boolean; held: { member: number; why: unknown }[] }[];
  types: Rival<{ plover: string; mode?: string | null }>[];
  happened: Rival<string>[];
  days: Rival<Days>[];
  places: Rival<Spot>[];
  actors: Rival<Who>[];
  recipients: Rival<Who>[];
  killed?: { low: number; high?: number | null; rivals: Rival<Count>[] } | null;
  injured?: { low: number; high?: number | null; rivals: Rival<Count>[] } | null;
  contradictions: { field: string; says: string; may_be_update?: boolean }[];
  grade: { name: string; says: string; rule: number; when: string[] };
}
interface Reason {
  feature: string;
  adds: number;
  value?: number;
  says?: string;
}
interface Account {
  member: number;
  report: ReportRow;
  key: Key;
  event?: string;
  quote?: string | null;
  reviewed?: string;
}
interface IncidentSheet {
  incident: Incident;
  accounts: Account[];
  history: ReviewRow[];
}
interface MapAnswer {
  points: {
    lat: number;
    lon: number;
    precision: Precision;
    radius_km?: number | null;
    country?: string | null;
    place?: string | null;
    events: number;
    incidents: string[];
  }[];
  countries: Record<string, number>;
  nowhere: number;
}
interface Facets {
  types: Record<string, number>;
  statuses: Record<string, number>;
  countries: Record<string, number>;
  outlets: Record<string, number>;
  grades: Record<string, number>;
  reviewed: Record<string, number>;
}
interface Counts {
  step: string;
  rows: { from: string; to: string; events: number }[];
  undated: number;
}
interface PlaceCandidate {
  name: string;
  country?: string | null;
  admin1?: string | null;
  lat: number;
  lon: number;
  geonames?: number | null;
  precision: Precision;
}
interface Schemes {
  types: { code: string; modes: string[] }[];
  statuses: string[];
  roles: string[];
  precisions: string[];
  contexts: string[];
}
interface Form {
  name: string;
  about: string;
  what: string;
  lacks: { what: string; why: string }[];
}
interface About {
  version: string;
  model: string;
  casebook?: string;
  reports: number;
  events: number;
  incidents: number;
  reviews: number;
  skipped?: number;
  who?: string | null;
}
interface OutlinesFile {
  grid: number;
  arcs: string[];
  countries: Record<string, { name: string; rings: number[][] }>;
  others: { name: string; rings: number[][] }[];
}
