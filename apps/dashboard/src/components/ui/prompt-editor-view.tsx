import { defaultKeymap, history, historyKeymap, redo, undo } from '@codemirror/commands';
import { Compartment, EditorState, StateField, type Extension, type Text } from '@codemirror/state';
import { Decoration, drawSelection, EditorView, keymap, placeholder, type DecorationSet } from '@codemirror/view';
import { useEffect, useImperativeHandle, useLayoutEffect, useRef, type Ref } from 'react';
import { classNames } from '#/components/class-names.ts';
import { cspNonce } from '#/csp-nonce.ts';
import type { PromptMark } from './prompt-marks.ts';

export interface PromptEditorHandle {
  focus: () => void;
  /** Puts a text in place of what is selected, with the cursor behind it. */
  insert: (text: string) => void;
  undo: () => void;
  redo: () => void;
}

export interface PromptEditorViewProps {
  value: string;
  onValueChange: (value: string) => void;
  onBlur?: () => void;
  /** What stands out in a text. Keep it in a memo. */
  marksIn: (text: string) => PromptMark[];
  placeholder?: string;
  /** Of the box, for screen readers. */
  attributes: Record<string, string>;
  className?: string;
  ref?: Ref<PromptEditorHandle>;
}

const theme = EditorView.theme({
  '&': { height: '100%', color: 'var(--ink)', backgroundColor: 'transparent' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'inherit', lineHeight: '1.5rem', overflow: 'auto' },
  '.cm-content': { padding: '0.5rem 0', caretColor: 'var(--ink)', minHeight: '100%' },
  '.cm-line': { padding: '0 0.625rem' },
  '.cm-cursor': { borderLeftColor: 'var(--ink)' },
  '.cm-placeholder': { color: 'var(--muted)' },
  '.cm-selectionBackground, &.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground': {
    backgroundColor: 'color-mix(in oklab, var(--brand-ink) 25%, transparent)',
  },
  '.cm-variable': {
    color: 'var(--brand-ink)',
    backgroundColor: 'color-mix(in oklab, var(--brand-ink) 12%, transparent)',
    borderRadius: '0.25rem',
    padding: '0.0625rem 0.1875rem',
  },
  '.cm-problem': {
    color: 'var(--warning)',
    backgroundColor: 'var(--warning-soft)',
    borderRadius: '0.25rem',
    padding: '0.0625rem 0.1875rem',
  },
});

function markers(marksIn: (text: string) => PromptMark[]): Extension {
  const decorate = (text: Text): DecorationSet =>
    Decoration.set(
      marksIn(text.toString()).map(({ from, to, kind, title }) =>
        Decoration.mark({ class: `cm-${kind}`, attributes: { title } }).range(from, to),
      ),
      true,
    );
  return StateField.define<DecorationSet>({
    create: ({ doc }) => decorate(doc),
    update: (before, { docChanged, newDoc }) => (docChanged ? decorate(newDoc) : before),
    provide: (field) => EditorView.decorations.from(field),
  });
}

/** CodeMirror, which is loaded with the first prompt: {@link PromptEditor} is what pages use. */
export function PromptEditorView({
  value,
  onValueChange,
  onBlur,
  marksIn,
  attributes,
  className,
  ref,
  placeholder: hint,
}: PromptEditorViewProps) {
  const box = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(null);
  const handlers = useRef({ onValueChange, onBlur });
  useEffect(() => {
    handlers.current = { onValueChange, onBlur };
  });
  // What changes around the text leaves the text, its history, and the cursor alone.
  const parts = useRef({ attributes: new Compartment(), marks: new Compartment() }).current;
  const written = JSON.stringify(attributes);

  useLayoutEffect(() => {
    if (box.current === null) return undefined;
    const extensions = [
      history(),
      keymap.of([...defaultKeymap, ...historyKeymap]),
      drawSelection(),
      EditorView.lineWrapping,
      parts.attributes.of([]),
      parts.marks.of([]),
      cspNonce === undefined ? [] : EditorView.cspNonce.of(cspNonce),
      hint === undefined ? [] : placeholder(hint),
      theme,
      EditorView.updateListener.of(({ docChanged, state }) => {
        if (docChanged) handlers.current.onValueChange(state.doc.toString());
      }),
      EditorView.domEventHandlers({ blur: () => handlers.current.onBlur?.() }),
    ];
    const editor = new EditorView({ state: EditorState.create({ doc: value, extensions }), parent: box.current });
    view.current = editor;
    return () => {
      editor.destroy();
      view.current = null;
    };
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- the text has an effect of its own
  }, [parts, hint]);

  useLayoutEffect(() => {
    view.current?.dispatch({ effects: parts.marks.reconfigure(markers(marksIn)) });
  }, [parts, marksIn]);

  useLayoutEffect(() => {
    const now = EditorView.contentAttributes.of({
      spellcheck: 'true',
      // It takes the focus anyway; with this, tools know that a text that scrolls can be reached by keyboard.
      tabindex: '0',
      ...(JSON.parse(written) as Record<string, string>),
    });
    view.current?.dispatch({ effects: parts.attributes.reconfigure(now) });
  }, [parts, written]);

  useLayoutEffect(() => {
    const editor = view.current;
    // What was typed here comes back as it is.
    if (editor === null || editor.state.doc.toString() === value) return;
    editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: value } });
  }, [value]);

  useImperativeHandle(ref, () => ({
    focus: () => view.current?.focus(),
    insert(text) {
      const editor = view.current;
      editor?.dispatch(editor.state.replaceSelection(text));
    },
    undo: () => void (view.current && undo(view.current)),
    redo: () => void (view.current && redo(view.current)),
  }));

  return <div ref={box} className={classNames('text-[13px] max-sm:text-base', className)} />;
}
