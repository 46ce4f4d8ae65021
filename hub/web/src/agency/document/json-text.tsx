import { Alert, Button, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

interface JsonTextProps {
  readonly document: unknown;
  /** With the document that is typed, or null while what is typed is no JSON. */
  onType(read: { document: unknown } | null): void;
}

/** The document as text. What is typed is the form's document as soon as it is JSON at all. */
export function JsonText({ document, onType }: JsonTextProps) {
  const { t } = useTranslation('agency');
  const [text, setText] = useState(() => JSON.stringify(document, null, 2));
  const [wrong, setWrong] = useState<string | null>(null);
  const type = (next: string) => {
    setText(next);
    const read = readJson(next);
    setWrong('error' in read ? read.error : null);
    onType('error' in read ? null : read);
  };
  return (
    <div className="stack">
      {wrong !== null && (
        <Alert
          type="error"
          showIcon
          title={t('json.wrong')}
          description={<code>{wrong}</code>}
          action={
            <Button size="small" onClick={() => type(JSON.stringify(document, null, 2))}>
              {t('json.back')}
            </Button>
          }
          data-testid="json-wrong"
        />
      )}
      <Input.TextArea
        className="json-text"
        aria-label="kawei/project@1"
        spellCheck={false}
        autoSize={{ minRows: 24, maxRows: 40 }}
        value={text}
        onChange={({ target }) => type(target.value)}
      />
    </div>
  );
}

/** A text as JSON, or what the browser says is wrong with it. */
export function readJson(text: string): { document: unknown } | { error: string } {
  try {
    // Editors on Windows put a byte order mark before the text.
    return { document: JSON.parse(text.replace(/^\uFEFF/, '')) };
  } catch (error) {
    return { error: error instanceof SyntaxError ? error.message : String(error) };
  }
}
